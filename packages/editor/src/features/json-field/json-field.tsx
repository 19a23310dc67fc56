import type { Json } from "@sluice/workflow/node-contract";
import { parseWrittenJson } from "@sluice/workflow/variables";
import { useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useOpenDocument, useOpenDocumentStore } from "../../document/open-document-context.ts";
import { unfinishedAt } from "../../document/unfinished.ts";
import { ExpressionField, type ExpressionFieldProps } from "../expression-field/expression-field.tsx";
import { partsOf } from "./json-edits.ts";
import classes from "./json-field.module.css";
import { type JsonProblem, jsonProblem } from "./json-problem.ts";
import { JsonTree } from "./json-tree.tsx";
import { unquotedTemplate } from "./unquoted-template.ts";

export { type JsonProblem, JsonTree, jsonProblem, partsOf };

export interface JsonFieldProps
  extends Pick<ExpressionFieldProps, "placeholder" | "labelledBy" | "describedBy" | "invalid"> {
  readonly value: Json | undefined;
  /** Its place in the document: what cannot be read yet is kept under it. */
  readonly at: readonly (string | number)[];
  /** Undefined when the field is emptied. */
  readonly onChange: (value: Json | undefined) => void;
  readonly onBlur: () => void;
}

/**
 * JSON as text, whose texts are templates. Only what can be read goes into the document; what cannot is kept beside
 * it, so that it is here again when the field is.
 */
export function JsonField({ value, at, onChange, invalid = false, ...rest }: JsonFieldProps) {
  const { t } = useTranslation("inspector");
  const store = useOpenDocumentStore();
  const unfinished = useOpenDocument((state) => unfinishedAt(state.unfinished, at))?.text;
  const [draft, setDraft] = useState(() => unfinished ?? pretty(value));
  const shown = unfinished ?? draft;
  const wrong = useMemo(() => {
    if (unfinished === undefined) return null;
    const problem = jsonProblem(parseWrittenJson(unfinished));
    const template = problem?.key === "invalid" ? unquotedTemplate(unfinished, problem.values) : undefined;
    return problem && { ...problem, template };
  }, [unfinished]);

  useEffect(() => {
    if (unfinished !== undefined) return;
    // What is being written stays as it is written while it says the same.
    setDraft((current) => {
      const read = parseWrittenJson(current);
      const same = read.ok && JSON.stringify(read.value ?? undefined) === JSON.stringify(value ?? undefined);
      return same ? current : pretty(value);
    });
  }, [value, unfinished]);

  const change = (text: string) => {
    setDraft(text);
    const parsed = parseWrittenJson(text);
    const empty = text.trim() === "";
    if (!empty && !parsed.ok) {
      store.keepUnfinished(at, text);
      return;
    }
    const next = parsed.ok ? parsed.value : undefined;
    if (JSON.stringify(next) !== JSON.stringify(value)) onChange(next);
    store.keepUnfinished(at, null);
  };

  return (
    <div>
      <ExpressionField
        {...rest}
        value={shown}
        syntax="json"
        multiline
        invalid={invalid || wrong !== null}
        onChange={change}
      />
      {wrong && (
        <p className={classes.problem} role="status">
          {wrong.template === undefined
            ? t(`json.${wrong.key}`, wrong.values)
            : t("json.unquoted", { ...wrong.values, template: wrong.template })}
        </p>
      )}
    </div>
  );
}

function pretty(value: Json | undefined): string {
  return value === undefined ? "" : JSON.stringify(value, null, 2);
}
