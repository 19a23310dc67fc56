import type { Language, Text } from "./texts.ts";

/** Milliseconds of each unit that a length of time may be given in. A day is 24 hours, whatever the clocks do. */
export const unitMs = { seconds: 1000, minutes: 60_000, hours: 3_600_000, days: 86_400_000 } as const;
export type TimeUnit = keyof typeof unitMs;
export const timeUnits = ["seconds", "minutes", "hours", "days"] as const satisfies readonly TimeUnit[];

/** Labels of the units, for a field's options. */
export const timeUnitLabels: Readonly<Record<TimeUnit, Text>> = {
  seconds: { en: "seconds", fr: "secondes" },
  minutes: { en: "minutes", fr: "minutes" },
  hours: { en: "hours", fr: "heures" },
  days: { en: "days", fr: "jours" },
};

/** `1 day`, `3 days`; the amount may be a template. */
export function durationText(amount: string | number, unit: TimeUnit, language: Language): string {
  const label = timeUnitLabels[unit][language];
  return `${amount} ${Number(amount) === 1 ? label.slice(0, -1) : label}`;
}

/** Longest that a step may sleep: ten years of 366 days, in milliseconds. What is longer is a mistake of units. */
export const longestSleepMs = 3660 * unitMs.days;

/** Whether a step can sleep that long. */
export function isSleepable(amount: number, unit: TimeUnit): boolean {
  return amount * unitMs[unit] <= longestSleepMs;
}
