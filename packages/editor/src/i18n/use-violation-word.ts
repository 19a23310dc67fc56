import { violationWords } from "@sluice/workflow/json-schema";
import { useCallback } from "react";
import { useShownLanguage } from "./use-language.ts";
import { useTypeWord } from "./use-type-word.ts";

/** What a violation of a contract or a JSON Schema says (`expected`, `got`), in the reader's language. */
export function useViolationWord(): (said: string) => string {
  const language = useShownLanguage();
  const typeWord = useTypeWord();
  return useCallback(
    (said) => {
      const type = typeWord(said);
      return type === said ? violationWords(said, language, typeWord) : type;
    },
    [language, typeWord],
  );
}
