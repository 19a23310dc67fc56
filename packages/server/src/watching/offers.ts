import type { AlertKind, NewAlert } from "@sluice/api/schemas";

type Language = NewAlert["language"];

const names: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  "failure-rate": { en: "Many executions fail", fr: "Beaucoup d’exécutions échouent" },
  "queue-age": { en: "Executions wait too long", fr: "Les exécutions attendent trop longtemps" },
  refusals: { en: "Many deliveries are refused", fr: "Beaucoup de livraisons sont refusées" },
  "subscription-disabled": { en: "A subscription was disabled", fr: "Un abonnement a été désactivé" },
  disk: { en: "The disk is getting full", fr: "Le disque se remplit" },
};

/** What most installations want to know of, but for what they watch already (`has`). */
export function offersFor(language: Language, has: ReadonlySet<AlertKind>): NewAlert[] {
  const common = { enabled: true, recipients: [], language, repeatMinutes: null, workflowId: null };
  const named = (kind: string) => ({ ...common, name: names[kind]?.[language] ?? kind });
  const all: NewAlert[] = [
    {
      ...{ ...named("failure-rate"), kind: "failure-rate" },
      settings: { percent: 20, minutes: 15, atLeast: 10 },
    },
    { ...named("queue-age"), kind: "queue-age", settings: { seconds: 120 } },
    { ...named("refusals"), kind: "refusals", settings: { minutes: 60, atLeast: 20, percent: 50 } },
    { ...named("subscription-disabled"), kind: "subscription-disabled", settings: {} },
    { ...named("disk"), kind: "disk", settings: { below: 10, unit: "percent" } },
  ];
  return all.filter(({ kind }) => !has.has(kind));
}
