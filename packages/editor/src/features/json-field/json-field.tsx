import type { Json } from "@sluice/workflow/node-contract";
import { parseJsonText } from "@sluice/workflow/variables";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { ExpressionField, type ExpressionFieldProps } from "../expression-field/expression-field.tsx";
import classes from "./json-field.module.css";

export interface JsonFieldProps
  extends Pick<ExpressionFieldProps, "placeholder" | "labelledBy" | "describedBy" | "invalid"> {
  readonly value: Json | undefined;
  /** Undefined when the field is emptied. */
  readonly onChange: (value: Json | undefined) => void;
  readonly onBlur: () => void;
}

/**
 * JSON as text, whose texts are templates. Only what can be read goes into the document; what cannot stays in the
 * field, with its place.
 */
export function JsonField({ value, onChange, invalid = false, ...rest }: JsonFieldProps) {
  const { t } = useTranslation("inspector");
  const [draft, setDraft] = useState(() => pretty(value));
  const [wrong, setWrong] = useState<{ line: number; column: number } | null>(null);

  useEffect(() => {
    // What is being written stays as it is written while it says the same; an empty field may stand for null.
    setDraft((current) => {
      const read = parseJsonText(current);
      return read.ok && JSON.stringify(read.value) === JSON.stringify(value ?? null)
        ? current
        : pretty(value);
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
        {...rest}
        value={draft}
        syntax="json"
        multiline
        invalid={invalid || wrong !== null}
        onChange={change}
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
  return value === undefined ? "" : JSON.stringify(value, null, 2);
}
