import { readSchedule } from "@sluice/workflow/schedule";

export interface ScheduleTimes {
  /** RFC 3339; fewer than were asked for when the schedule ends. */
  readonly next: readonly string[];
  /** Why it is no schedule, in English; null: it is one. */
  readonly problem: string | null;
}

/** The next moments of a schedule, read as the server reads it: five parts, or six with the second first. */
export function scheduleTimes(given: {
  cron: string;
  timeZone: string;
  count: number;
  /** Milliseconds since 1970. */
  after: number;
}): ScheduleTimes {
  const { cron, timeZone, count, after } = given;
  try {
    const schedule = readSchedule({ cron, timeZone });
    const next = schedule.nextRuns(count, new Date(after)).map((moment) => moment.toISOString());
    return { next, problem: null };
  } catch (error) {
    return { next: [], problem: error instanceof Error ? error.message : String(error) };
  }
}
