import type { Language } from "@sluice/workflow/node-contract";
import cronstrue from "cronstrue";
import "cronstrue/locales/fr";

/** A schedule as a sentence: "At 09:00, Monday through Friday". Null for what is no schedule. */
export function scheduleWords(
  cron: string,
  { language, locale }: { language: Language; locale: string },
): string | null {
  const { hour12 = false } = new Intl.DateTimeFormat(locale, { hour: "numeric" }).resolvedOptions();
  try {
    return cronstrue.toString(cron, {
      locale: language,
      use24HourTimeFormat: !hour12,
      throwExceptionOnParseError: true,
    });
  } catch {
    return null;
  }
}
