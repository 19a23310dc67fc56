import { SegmentedControl, Stack } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import { parseWrittenJson } from "@sluice/workflow/variables";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useOpenDocument, useOpenDocumentStore } from "../../../document/open-document-context.ts";
import { unfinishedAt } from "../../../document/unfinished.ts";
import { ExpressionField } from "../../expression-field/expression-field.tsx";
import { JsonField, JsonTree, partsOf } from "../../json-field/json-field.tsx";
import { useFormContext } from "../form-context.ts";
import classes from "../inspector.module.css";
import type { ControlProps } from "./control-props.ts";

/** A value of more parts is no tree that anybody would edit. */
const mostParts = 300;

/** Any JSON: a tree whose texts are templates, or one text for the whole value. */
export function JsonControl(props: ControlProps) {
  const { t } = useTranslation("inspector");
  const { value, onChange, onBlur, field, labelledBy, describedBy, invalid } = props;
  const { root, language } = useFormContext();
  const store = useOpenDocumentStore();
  const at = [...root, ...props.at];
  // A field that mostly holds a template begins as text; JSON that was being written there stays.
  const [asText, setAsText] = useState(
    () =>
      typeof value === "string" ||
      (field.placeholder?.startsWith("{{") === true &&
        unfinishedAt(store.getState().unfinished, at) === undefined),
  );
  const [asTree, setAsTree] = useLocalStorage({
    key: "sluice-json-tree",
    defaultValue: false,
    getInitialValueInEffect: false,
  });
  // What cannot be read yet has no parts.
  const half = useOpenDocument((state) => unfinishedAt(state.unfinished, at) !== undefined);
  const tooLarge = value !== undefined && partsOf(value, mostParts) > mostParts;
  const tree = asTree && !half && !tooLarge;
  const text = typeof value === "string" ? true : value === undefined || value === null ? asText : false;
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
        onChange={(kind) => {
          setAsText(kind === "text");
          if (kind !== "text") setAsTree(kind === "tree");
          if (kind === "text" && typeof value !== "string") {
            const unfinished = unfinishedAt(store.getState().unfinished, at)?.text;
            onChange(unfinished ?? (value === undefined || value === null ? "" : JSON.stringify(value)));
          } else if (kind !== "text" && typeof value === "string") {
            const read = parseWrittenJson(value);
            onChange(read.ok ? read.value : field.required ? null : undefined);
            // JSON that is not kept as it is written stays to be mended; any other text is given up.
            if (!read.ok && "what" in read) store.keepUnfinished(at, value);
          }
        }}
        className={classes.kind ?? ""}
      />
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
