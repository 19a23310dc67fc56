import type { Json } from "@sluice/workflow/node-contract";
import { parseJsonText } from "@sluice/workflow/variables";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { ExpressionField } from "../expression-field/expression-field.tsx";
import classes from "./trigger-panel.module.css";

export interface JsonTextFieldProps {
  readonly value: Json | undefined;
  readonly labelledBy: string;
  readonly onChange: (value: Json | undefined) => void;
  readonly onBlur: () => void;
}

/** JSON whose texts are templates. Only what can be read reaches the document; what cannot stays here, with its place. */
export function JsonTextField({ value, labelledBy, onChange, onBlur }: JsonTextFieldProps) {
  const { t } = useTranslation("trigger");
  const [draft, setDraft] = useState(() => pretty(value));
  const [wrong, setWrong] = useState<{ line: number; column: number } | null>(null);

  useEffect(() => {
    setDraft((current) => {
      const read = parseJsonText(current);
      return read.ok && JSON.stringify(read.value) === JSON.stringify(value) ? current : pretty(value);
    });
    setWrong(null);
  }, [value]);

  const change = (text: string) => {
    setDraft(text);
    const parsed = parseJsonText(text);
    if (text.trim() === "") {
      setWrong(null);
      onChange(undefined);
    } else if (parsed.ok) {
      setWrong(null);
      if (JSON.stringify(parsed.value) !== JSON.stringify(value)) onChange(parsed.value);
    } else {
      setWrong({ line: parsed.line, column: parsed.column });
    }
  };

  return (
    <div>
      <ExpressionField
        value={draft}
        syntax="json"
        multiline
        placeholder={'{ "ok": true }'}
        labelledBy={labelledBy}
        invalid={wrong !== null}
        onChange={change}
        onBlur={onBlur}
      />
      {wrong && (
        <p className={classes.problem} role="status">
          {t("answer.jsonInvalid", wrong)}
        </p>
      )}
    </div>
  );
}

function pretty(value: Json | undefined): string {
  return value === undefined ? "" : JSON.stringify(value, null, 2);
}
