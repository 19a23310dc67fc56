import type { Language } from "@sluice/workflow/node-contract";
import cronstrue from "cronstrue";
import "cronstrue/locales/fr";

/** A schedule as a sentence: "At 09:00 AM, Monday through Friday". Null for what is no schedule. */
export function scheduleWords(cron: string, language: Language): string | null {
  try {
    return cronstrue.toString(cron, {
      locale: language,
      use24HourTimeFormat: language === "fr",
      throwExceptionOnParseError: true,
    });
  } catch {
    return null;
  }
}
