import { isTriggerType, triggerTypes } from "@sluice/workflow/document";
import { useCallback } from "react";
import { useLanguage } from "../node-card/use-language.ts";

/** What a trigger is called, by its type; an unknown type by itself. */
export function useTriggerName(): (type: string) => string {
  const language = useLanguage();
  return useCallback((type) => (isTriggerType(type) ? triggerTypes[type].title[language] : type), [language]);
}
