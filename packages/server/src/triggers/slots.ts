import { readSchedule } from "@sluice/workflow/schedule";
import type { MissedPolicy } from "../stores/triggers/store.ts";

/** When a workflow is started by the clock. */
export interface Schedule {
  /** Five parts (minute, hour, day, month, weekday), or six with the second before them. */
  readonly cron: string;
  /** IANA name: `Europe/Paris`. */
  readonly timeZone: string;
}

/** A moment of a schedule, in milliseconds since 1970. */
export interface Slot {
  readonly at: number;
  /** It is started later than it should have been: the process was down, or the clock jumped. */
  readonly missed: boolean;
}

export interface DueSlots {
  /** In their order. */
  readonly start: readonly Slot[];
  /** Slots that passed and are not started; `leftOutLimit` where there are more. */
  readonly leftOut: number;
}

/** A slot that is this late, in milliseconds, counts as missed. */
export const missedAfterMs = 60_000;
/** The policy `all` makes up for this many slots, the newest ones: a schedule of seconds is not a flood after a night. */
export const catchUpLimit = 100;
/** Slots that can be on time at once, one a second. */
const onTimeLimit = missedAfterMs / 1000 + 1;
/** Slots that are counted as left out before counting stops. */
export const leftOutLimit = 1000;

/**
 * Compiled schedules are kept: reading one and its time zone costs a millisecond, finding the next slot a twentieth.
 * Throws a sentence for what is no schedule.
 */
const compiled = new Map<string, ReturnType<typeof readSchedule>>();
const compiledLimit = 1000;

function cronOf(schedule: Schedule): ReturnType<typeof readSchedule> {
  const { cron, timeZone } = schedule;
  const key = `${timeZone} ${cron}`;
  const known = compiled.get(key);
  if (known) return known;
  const made = readSchedule(schedule);
  if (compiled.size >= compiledLimit) compiled.clear();
  compiled.set(key, made);
  return made;
}

/**
 * The first slot after a moment; null: there is none. `readSchedule` says what happens when clocks go forward or back.
 * Throws for what is no schedule, or no time zone.
 */
export function nextSlot(schedule: Schedule, after: number): number | null {
  return cronOf(schedule).nextRun(new Date(after))?.getTime() ?? null;
}

/** What is to be started now of the slots after `doneUntil`. */
export function dueSlots(given: {
  readonly schedule: Schedule;
  readonly missed: MissedPolicy;
  readonly doneUntil: number;
  readonly now: number;
}): DueSlots {
  const { schedule, missed, doneUntil, now } = given;
  const { newest, more } = passed(schedule, doneUntil, now);
  const slots = newest.map((at) => ({ at, missed: now - at > missedAfterMs }));
  const late = slots.filter((slot) => slot.missed);
  const onTime = slots.filter((slot) => !slot.missed);
  const caughtUp = missed === "skip" ? [] : missed === "once" ? late.slice(-1) : late.slice(-catchUpLimit);
  const leftOut = more ? leftOutLimit : late.length - caughtUp.length;
  return { start: [...caughtUp, ...onTime], leftOut };
}

/** Slots in (after, until], the newest ones where there are too many to count. */
function passed(schedule: Schedule, after: number, until: number): { newest: number[]; more: boolean } {
  const found: number[] = [];
  for (let at = nextSlot(schedule, after); at !== null && at <= until; at = nextSlot(schedule, at)) {
    found.push(at);
    if (found.length <= leftOutLimit) continue;
    // A millisecond later, so that a slot at this very moment is among those before it.
    const before = cronOf(schedule).previousRuns(catchUpLimit + onTimeLimit, new Date(until + 1));
    return { newest: before.map((slot) => slot.getTime()).reverse(), more: true };
  }
  return { newest: found, more: false };
}
