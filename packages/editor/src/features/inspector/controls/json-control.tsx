import { SegmentedControl, Stack } from "@mantine/core";
import type { Json } from "@sluice/workflow/node-contract";
import { parseJsonText } from "@sluice/workflow/variables";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { ExpressionField } from "../../expression-field/expression-field.tsx";
import classes from "../inspector.module.css";
import type { ControlProps } from "./control-props.ts";

/** Any JSON: a tree whose texts are templates, or one text for the whole value. */
export function JsonControl(props: ControlProps) {
  const { t } = useTranslation("inspector");
  const { value, onChange, field } = props;
  const [asText, setAsText] = useState(typeof value === "string");
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
            onChange(value === undefined || value === null ? "" : JSON.stringify(value));
          } else if (kind === "json" && typeof value === "string") {
            onChange(jsonOrUndefined(value) ?? (field.required ? null : undefined));
          }
        }}
        className={classes.kind ?? ""}
      />
      {text ? <OneText {...props} /> : <JsonTree {...props} />}
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

/** JSON as text. Only what can be read goes into the document; what cannot stays in the field, with its place. */
function JsonTree({ field, value, onChange, onBlur, ...rest }: ControlProps) {
  const { t } = useTranslation("inspector");
  const [draft, setDraft] = useState(() => pretty(value));
  const [wrong, setWrong] = useState<{ line: number; column: number } | null>(null);

  useEffect(() => {
    setDraft((current) => {
      const read = jsonOrUndefined(current);
      return JSON.stringify(read) === JSON.stringify(value) ? current : pretty(value);
    });
    setWrong(null);
  }, [value]);

  const change = (text: string) => {
    setDraft(text);
    if (text.trim() === "") {
      setWrong(null);
      onChange(undefined);
      return;
    }
    const parsed = parseJsonText(text);
    if (parsed.ok) {
      setWrong(null);
      if (JSON.stringify(parsed.value) !== JSON.stringify(value)) onChange(parsed.value);
    } else {
      setWrong({ line: parsed.line, column: parsed.column });
    }
  };

  return (
    <div>
      <ExpressionField
        {...rest}
        value={draft}
        syntax="json"
        multiline
        placeholder={field.placeholder}
        invalid={rest.invalid || wrong !== null}
        onChange={change}
        onBlur={onBlur}
      />
      {wrong && (
        <p className={classes.problem} role="status">
          {t("json.invalid", wrong)}
        </p>
      )}
    </div>
  );
}

function pretty(value: Json | undefined): string {
  return value === undefined || value === null ? "" : JSON.stringify(value, null, 2);
}

function jsonOrUndefined(text: string): Json | undefined {
  const parsed = parseJsonText(text);
  return parsed.ok ? parsed.value : undefined;
}
