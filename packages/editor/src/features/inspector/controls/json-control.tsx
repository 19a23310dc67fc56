import { Alert, Button, Group, SegmentedControl, Stack } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import type { Json } from "@sluice/workflow/node-contract";
import { parseWrittenJson } from "@sluice/workflow/variables";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useOpenDocument, useOpenDocumentStore } from "../../../document/open-document-context.ts";
import { shortJson } from "../../../document/short-json.ts";
import { unfinishedAt } from "../../../document/unfinished.ts";
import { ExpressionField } from "../../expression-field/expression-field.tsx";
import { JsonField, JsonTree, partsOf } from "../../json-field/json-field.tsx";
import { useFormContext } from "../form-context.ts";
import classes from "../inspector.module.css";
import type { ControlProps } from "./control-props.ts";

/** A value of more parts is no tree that anybody would edit. */
const mostParts = 300;

/**
 * Any JSON: a tree whose texts are templates, JSON, or one text. Looking at it another way never changes it: what is no
 * text becomes one, and a text the JSON that it holds, only where somebody says so.
 */
export function JsonControl(props: ControlProps) {
  const { t } = useTranslation("inspector");
  const { value, onChange, onBlur, field, labelledBy, describedBy, invalid } = props;
  const { root, language } = useFormContext();
  const store = useOpenDocumentStore();
  const at = [...root, ...props.at];
  const unfinished = useOpenDocument((state) => unfinishedAt(state.unfinished, at))?.text;
  // What cannot be read yet has no parts.
  const half = unfinished !== undefined;
  // A field that mostly holds a template begins as text; JSON that was being written there stays.
  const [asText, setAsText] = useState(
    () => !half && (typeof value === "string" || field.placeholder?.startsWith("{{") === true),
  );
  const [asked, setAsked] = useState(false);
  const [asTree, setAsTree] = useLocalStorage({
    key: "sluice-json-tree",
    defaultValue: false,
    getInitialValueInEffect: false,
  });
  const tooLarge = value !== undefined && partsOf(value, mostParts) > mostParts;
  const tree = asTree && !half && !tooLarge;
  const empty = value === undefined || value === null;
  const text = asText && !half && (empty || typeof value === "string");
  const written = unfinished ?? (empty || typeof value === "string" ? "" : JSON.stringify(value));
  const become = (next: Json | undefined) => {
    onBlur();
    onChange(next);
    onBlur();
    store.keepUnfinished(at, null);
    setAsText(typeof next === "string");
    setAsked(false);
  };
  const show = (kind: string) => {
    // What is being written and stands for nothing else yet is seen as it will be sent.
    if (kind === "text" && half && empty) return become(unfinished);
    const isText = !half && (empty || typeof value === "string");
    setAsked(kind === "text" && !isText);
    if (kind !== "text" || isText) setAsText(kind === "text");
    if (kind !== "text") setAsTree(kind === "tree");
  };
  return (
    <Stack gap={6}>
      <SegmentedControl
        size="xs"
        value={text ? "text" : tree ? "tree" : "json"}
        aria-label={t("json.kind")}
        data={[
          { value: "text", label: t("json.text") },
          { value: "json", label: "JSON" },
          { value: "tree", label: t("json.tree"), disabled: half || tooLarge },
        ]}
        onChange={show}
        className={classes.kind ?? ""}
      />
      {asked && written !== "" && (
        <Question
          said={t("json.toText", { text: shortJson(written) })}
          yes={t("json.makeText")}
          onYes={() => become(written)}
          no={t("json.keep")}
          onNo={() => setAsked(false)}
        />
      )}
      {!text && !half && <HeldJson {...{ value, at, onRead: become }} />}
      {tooLarge && asTree && <p className={classes.help}>{t("tree.tooLarge")}</p>}
      {text ? (
        <OneText {...props} />
      ) : tree ? (
        <JsonTree
          value={value ?? {}}
          label={field.label[language]}
          escape={field.escape}
          onChange={onChange}
          onBlur={onBlur}
        />
      ) : (
        <JsonField
          {...{ value: value ?? undefined, at, onChange, onBlur, labelledBy, describedBy, invalid }}
          placeholder={field.placeholder}
        />
      )}
    </Stack>
  );
}

interface HeldJsonProps {
  readonly value: Json | undefined;
  /** Its place in the document. */
  readonly at: readonly (string | number)[];
  readonly onRead: (value: Json) => void;
}

/** Of a text that is JSON itself: the way to the value that it is the text of. */
function HeldJson({ value, at, onRead }: HeldJsonProps) {
  const { t } = useTranslation("inspector");
  const store = useOpenDocumentStore();
  if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return null;
  const read = parseWrittenJson(value);
  // JSON that is not kept as it is written (a number with too many digits) is there to be mended first.
  if (!read.ok && !("what" in read)) return null;
  return (
    <Question
      said={t("json.held")}
      yes={t("json.read")}
      onYes={() => (read.ok ? onRead(read.value) : store.keepUnfinished(at, value))}
    />
  );
}

/** What would become of the value, said before it does. */
function Question(given: { said: string; yes: string; onYes: () => void; no?: string; onNo?: () => void }) {
  const { said, yes, onYes, no, onNo } = given;
  return (
    <Alert role="alert" color="yellow" variant="light" p="xs">
      <Stack gap={8}>
        <span>{said}</span>
        <Group gap="xs">
          <Button size="compact-xs" variant="default" onClick={onYes}>
            {yes}
          </Button>
          {no !== undefined && (
            <Button size="compact-xs" variant="subtle" onClick={onNo}>
              {no}
            </Button>
          )}
        </Group>
      </Stack>
    </Alert>
  );
}

function OneText({ field, value, onChange, onBlur, ...rest }: ControlProps) {
  return (
    <ExpressionField
      value={typeof value === "string" ? value : ""}
      placeholder={field.placeholder === "{}" ? "{{ trigger.items }}" : field.placeholder}
      escape={field.escape}
      onChange={onChange}
      onBlur={onBlur}
      {...rest}
    />
  );
}
