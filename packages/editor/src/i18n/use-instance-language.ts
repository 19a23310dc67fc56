import { useEffect } from "react";
import { suggestLanguage } from "./i18n.ts";
import type { Language } from "./language.ts";

/** Shows the instance's language to a reader who has chosen none, once it is known. */
export function useInstanceLanguage(language: Language | null | undefined): void {
  useEffect(() => {
    if (language) void suggestLanguage(language);
  }, [language]);
}
