import { Alert } from "@mantine/core";
import type { BodyKind } from "@sluice/workflow/document";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { DraftVariable } from "../../document/trigger-config.ts";
import { formOf, type RequestTexts, withField } from "./request-fields.ts";
import classes from "./send-test.module.css";
import { VariableInput } from "./variable-input.tsx";

/** Fields that are shown; what is over it is written in the body. */
const mostFields = 100;

export interface RequestFormProps {
  readonly variables: readonly DraftVariable[];
  readonly accept: readonly BodyKind[];
  readonly texts: RequestTexts;
  readonly onChange: (texts: RequestTexts) => void;
  /** What is typed into a field and is no value of its type is not in the request. */
  readonly onProblem: (key: string, wrong: boolean) => void;
}

/** The trigger's variables as typed fields over the same request that stands beside them as text. */
export function RequestForm({ variables, accept, texts, onChange, onProblem }: RequestFormProps) {
  const { t } = useTranslation("test");
  const form = useMemo(
    () => formOf({ variables: variables.slice(0, mostFields), texts, accept }),
    [variables, texts, accept],
  );
  return (
    <fieldset className={classes.fields} aria-label={t("fields.title")}>
      {form.bodyWrong !== null && (
        <Alert color="yellow" variant="light">
          {t("fields.bodyWrong", form.bodyWrong)}
        </Alert>
      )}
      {form.fields.map((field) => (
        <VariableInput
          key={field.variable.key}
          field={field}
          onWrite={(text) => {
            const next = withField({ field, texts, accept, text });
            if (next) onChange(next);
          }}
          onProblem={onProblem}
        />
      ))}
      {variables.length > mostFields && (
        <p className={classes.note}>{t("fields.more", { count: variables.length - mostFields })}</p>
      )}
    </fieldset>
  );
}
