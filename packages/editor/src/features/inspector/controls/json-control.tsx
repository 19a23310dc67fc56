import { SegmentedControl, Stack } from "@mantine/core";
import type { Json } from "@sluice/workflow/node-contract";
import { parseJsonText } from "@sluice/workflow/variables";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useOpenDocumentStore } from "../../../document/open-document-context.ts";
import { unfinishedAt } from "../../../document/unfinished.ts";
import { ExpressionField } from "../../expression-field/expression-field.tsx";
import { JsonField } from "../../json-field/json-field.tsx";
import { useFormContext } from "../form-context.ts";
import classes from "../inspector.module.css";
import type { ControlProps } from "./control-props.ts";

/** Any JSON: a tree whose texts are templates, or one text for the whole value. */
export function JsonControl(props: ControlProps) {
  const { t } = useTranslation("inspector");
  const { value, onChange, onBlur, field, labelledBy, describedBy, invalid } = props;
  const { root } = useFormContext();
  const store = useOpenDocumentStore();
  const at = [...root, ...props.at];
  // A field that mostly holds a template begins as text; JSON that was being written there stays.
  const [asText, setAsText] = useState(
    () =>
      typeof value === "string" ||
      (field.placeholder?.startsWith("{{") === true &&
        unfinishedAt(store.getState().unfinished, at) === undefined),
  );
  const text = typeof value === "string" ? true : value === undefined || value === null ? asText : false;
  return (
    <Stack gap={6}>
      <SegmentedControl
        size="xs"
        value={text ? "text" : "json"}
        aria-label={t("json.kind")}
        data={[
          { value: "text", label: t("json.text") },
          { value: "json", label: "JSON" },
        ]}
        onChange={(kind) => {
          setAsText(kind === "text");
          if (kind === "text" && typeof value !== "string") {
            const unfinished = unfinishedAt(store.getState().unfinished, at)?.text;
            onChange(unfinished ?? (value === undefined || value === null ? "" : JSON.stringify(value)));
          } else if (kind === "json" && typeof value === "string") {
            onChange(jsonOrUndefined(value) ?? (field.required ? null : undefined));
          }
        }}
        className={classes.kind ?? ""}
      />
      {text ? (
        <OneText {...props} />
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

function jsonOrUndefined(text: string): Json | undefined {
  const parsed = parseJsonText(text);
  return parsed.ok ? parsed.value : undefined;
}
