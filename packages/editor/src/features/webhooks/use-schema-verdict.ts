import { compileSchema } from "@sluice/workflow/json-schema";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useShownLanguage } from "../../i18n/use-language.ts";
import { useViolationWord } from "../../i18n/use-violation-word.ts";
import { type EventTypeDraft, readSchema, readText } from "./event-type-draft.ts";

/**
 * Why the schema of a type cannot be used, and where its example does not meet it, as the server would refuse them; null
 * where nothing is wrong, or where one of them is not JSON.
 */
export function useSchemaVerdict({ schema, example }: Pick<EventTypeDraft, "schema" | "example">): {
  readonly unusable: string | null;
  readonly differs: string | null;
} {
  const { t } = useTranslation("webhooks");
  const language = useShownLanguage();
  const word = useViolationWord();
  return useMemo(() => {
    const [readable, shown] = [readSchema(schema), readText(example)];
    if (!readable.ok || readable.value === null) return { unusable: null, differs: null };
    const { problems, check } = compileSchema(readable.value);
    const [problem] = problems;
    if (problem) return { unusable: problem.message[language], differs: null };
    const [violation] = shown.ok && shown.value !== null ? check(shown.value) : [];
    if (!violation) return { unusable: null, differs: null };
    const { path, expected, got } = violation;
    return {
      unusable: null,
      differs: t("types.differs", { path, expected: word(expected), got: word(got) }),
    };
  }, [schema, example, t, language, word]);
}
