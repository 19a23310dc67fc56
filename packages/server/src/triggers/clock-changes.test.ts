import { readSchedule } from "@sluice/workflow/schedule";
import { describe, expect, it } from "vitest";
import { nextSlot } from "./slots.ts";

const minute = 60_000;
const hour = 60 * minute;
const shown = (moments: readonly number[]) =>
  moments.map((moment) => new Date(moment).toISOString().slice(5, 16));

/** The slots from a moment on, before another. */
function slotsIn(cron: string, timeZone: string, [from, to]: readonly [number, number]): number[] {
  const slots: number[] = [];
  for (let after = from - 1; ; ) {
    const next = nextSlot({ cron, timeZone }, after);
    if (next === null || next >= to) return slots;
    slots.push(next);
    after = next;
  }
}

/** The night when clocks go forward or back, and the hours around it. */
const nights: readonly [name: string, timeZone: string, from: string][] = [
  ["Paris, forward", "Europe/Paris", "2027-03-27T20:00:00Z"],
  ["Paris, back", "Europe/Paris", "2027-10-30T20:00:00Z"],
  ["New York, forward", "America/New_York", "2027-03-14T02:00:00Z"],
  ["New York, back", "America/New_York", "2027-11-07T00:00:00Z"],
  ["Lord Howe, forward by half an hour", "Australia/Lord_Howe", "2027-10-02T08:00:00Z"],
  ["Lord Howe, back by half an hour", "Australia/Lord_Howe", "2027-04-03T08:00:00Z"],
  ["São Paulo, midnight is missing", "America/Sao_Paulo", "2018-11-03T20:00:00Z"],
  ["São Paulo, the last hour comes twice", "America/Sao_Paulo", "2018-02-17T18:00:00Z"],
];

describe("in the nights when clocks change", () => {
  it.each<[cron: string, timeZone: string, from: string, slots: string[]]>([
    ["0 2 * * *", "Europe/Paris", "2027-10-30T20:00Z", ["10-31T00:00"]],
    ["0 2,3 * * *", "Europe/Paris", "2027-10-30T20:00Z", ["10-31T00:00", "10-31T02:00"]],
    ["0 2,3 * * *", "Europe/Paris", "2027-03-27T20:00Z", ["03-28T01:00"]],
    [
      ...(["*/15 2 * * *", "Europe/Paris", "2027-10-30T20:00Z"] as const),
      ["10-31T00:00", "10-31T00:15", "10-31T00:30", "10-31T00:45"],
    ],
    ["*/15 2 * * *", "Europe/Paris", "2027-03-27T20:00Z", ["03-28T01:00"]],
    [
      ...(["0 */2 * * *", "Europe/Paris", "2027-03-27T22:00Z"] as const),
      ["03-27T23:00", "03-28T01:00", "03-28T02:00", "03-28T04:00", "03-28T06:00"],
    ],
    [
      ...(["0 */2 * * *", "Europe/Paris", "2027-10-30T21:00Z"] as const),
      ["10-30T22:00", "10-31T00:00", "10-31T03:00", "10-31T05:00"],
    ],
    ["30 23 * * 6", "America/Sao_Paulo", "2018-02-17T18:00Z", ["02-18T01:30"]],
    ["0 0 * * *", "America/Sao_Paulo", "2018-11-03T20:00Z", ["11-04T03:00"]],
    ["15 2 * * *", "Australia/Lord_Howe", "2027-10-02T08:00Z", ["10-02T15:30"]],
    ["45 1 * * *", "Australia/Lord_Howe", "2027-04-03T08:00Z", ["04-03T14:45"]],
  ])("%s in %s after %s", (cron, timeZone, from, slots) => {
    const start = Date.parse(from);
    expect(shown(slotsIn(cron, timeZone, [start, start + 10 * hour]))).toEqual(slots);
  });

  const times = ["0 2 * * *", "0 2,3 * * *", "*/15 2 * * *", "0 */2 * * *", "30 0 * * *", "*/20 0-5 * * *"];
  const days = ["*/10 23,0 * * *", "45 1 * * *", "15 2 * * 0", "30 23 * * 6", "5 0 1-7 * *", "*/7 1-2 * * *"];
  it.each(nights)(
    "%s: each time of the day comes once, the first time or at the end of the gap",
    (...night) => {
      const walk = walkOf(night);
      for (const cron of [...times, ...days]) {
        const { fits } = readerOf(cron);
        const passed = new Set<number>();
        const expected = walk.flatMap(({ at, wall }, index) => {
          const last = walk[index - 1]?.wall ?? wall - minute;
          const reached = [];
          for (let next = Math.min(wall, last + minute); next <= wall; next += minute) reached.push(next);
          const fresh = reached.filter((one) => !passed.has(one));
          for (const one of fresh) passed.add(one);
          return fresh.some(fits) ? [at] : [];
        });
        expect(shown(slotsIn(cron, night[1], ends(walk))), cron).toEqual(shown(expected));
      }
    },
  );

  it.each(nights)("%s: with every hour it is what the clock shows, as often as it shows it", (...night) => {
    const walk = walkOf(night);
    for (const cron of ["*/15 * * * *", "0 * * * *", "30 */1 * * *", "20 0-23 * * 0"]) {
      const { fits } = readerOf(cron);
      const expected = walk.filter(({ wall }) => fits(wall)).map(({ at }) => at);
      expect(shown(slotsIn(cron, night[1], ends(walk))), cron).toEqual(shown(expected));
    }
  });

  it.each(nights)("%s: the next slot is the same from wherever it is asked for", (_name, timeZone, from) => {
    const window = [Date.parse(from), Date.parse(from) + 12 * hour] as const;
    for (const cron of [...times, ...days, "*/15 * * * *"]) {
      const slots = slotsIn(cron, timeZone, window);
      for (let after = window[0]; after < (slots.at(-1) ?? 0); after += 13 * minute)
        expect(nextSlot({ cron, timeZone }, after), cron).toBe(slots.find((slot) => slot > after));
    }
  });
});

interface Minute {
  readonly at: number;
  /** What the clock on the wall shows, as if it stood in UTC. */
  readonly wall: number;
}

/** Twelve hours of a night, minute by minute. */
function walkOf([, timeZone, from]: (typeof nights)[number]): Minute[] {
  const parts = {
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
  } as const;
  const format = new Intl.DateTimeFormat("en", { ...parts, timeZone, hourCycle: "h23" });
  return Array.from({ length: 12 * 60 }, (_, index) => {
    const at = Date.parse(from) + index * minute;
    const read = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
    const of = (type: Intl.DateTimeFormatPartTypes) => read.get(type) ?? Number.NaN;
    return { at, wall: Date.UTC(of("year"), of("month") - 1, of("day"), of("hour"), of("minute")) };
  });
}

function ends(walk: readonly Minute[]): readonly [number, number] {
  return [walk[0]?.at ?? 0, (walk.at(-1)?.at ?? 0) + minute];
}

/** Whether a time on the wall fits an expression, whatever the zone. */
function readerOf(cron: string): { fits: (wall: number) => boolean } {
  const inUtc = readSchedule({ cron, timeZone: "UTC" });
  return { fits: (wall) => inUtc.match(new Date(wall)) };
}
