import { Cron, CronPattern } from "croner";

const mode = "5-or-6-parts";

/**
 * The moments of a cron expression of five parts (minute, hour, day, month, weekday), or six with the second before them,
 * in an IANA time zone. Where every hour fits, it follows the clock as it runs: what the clock shows twice comes twice,
 * what it leaves out does not come. Hours that are chosen (a number, a list, a range, a step) are times of the day, and
 * each comes once: the first time where it exists twice, at the end of the gap where it does not exist; what falls on one
 * moment is one. A day that a zone left out has no moments. Throws a sentence for what is no schedule; an unknown zone
 * may be told of only by the first question.
 */
export function readSchedule({ cron, timeZone }: { cron: string; timeZone: string }): Cron {
  return new Cron(spelledOut(cron), {
    ...{ timezone: timeZone, mode, paused: true },
    fixedTimeRule: "no-wildcard",
  });
}

/** croner takes a schedule for times of the day where second, minute and hour are lists, and by nothing else. */
function spelledOut(cron: string): string {
  const { second, minute, hour } = new CronPattern(cron, "UTC", { mode });
  const parts = cron.trim().split(/\s+/);
  const rest = parts.slice(-3);
  if (parts.length < 5) return cron;
  const before = parts.length === 6 ? [second, minute] : [minute];
  if (hour.every(Boolean)) return [...parts.slice(0, before.length), "*", ...rest].join(" ");
  return [...[...before, hour].map(numbersIn), ...rest].join(" ");
}

function numbersIn(part: readonly number[]): string {
  return part.flatMap((fits, number) => (fits ? [number] : [])).join(",");
}
