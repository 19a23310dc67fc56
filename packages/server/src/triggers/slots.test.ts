import { describe, expect, it } from "vitest";
import { catchUpLimit, dueSlots, leftOutLimit, nextSlot } from "./slots.ts";

const at = (text: string) => Date.parse(text);
const text = (moment: number | null) => (moment === null ? null : new Date(moment).toISOString());
const hour = 60 * 60 * 1000;

/** The next slots after a moment. */
function following(cron: string, timeZone: string, from: string, count: number) {
  const slots: (string | null)[] = [];
  let moment: number | null = at(from);
  while (slots.length < count && moment !== null) {
    moment = nextSlot({ cron, timeZone }, moment);
    slots.push(text(moment));
  }
  return slots;
}

describe("the next slot", () => {
  it("is strictly later, in the schedule's own time zone", () => {
    expect(following("0 9 * * *", "Europe/Paris", "2026-01-31T08:00:00Z", 2)).toEqual([
      "2026-02-01T08:00:00.000Z",
      "2026-02-02T08:00:00.000Z",
    ]);
    expect(following("0 9 * * *", "America/New_York", "2026-01-31T08:00:00Z", 1)).toEqual([
      "2026-01-31T14:00:00.000Z",
    ]);
    expect(following("*/10 * * * * *", "UTC", "2026-01-31T08:00:01.500Z", 1)).toEqual([
      "2026-01-31T08:00:10.000Z",
    ]);
  });

  it("comes once in the night when clocks go forward, at the end of the gap", () => {
    expect(following("30 2 * * *", "Europe/Berlin", "2026-03-28T00:00:00Z", 3)).toEqual([
      "2026-03-28T01:30:00.000Z",
      "2026-03-29T01:00:00.000Z",
      "2026-03-30T00:30:00.000Z",
    ]);
  });

  it("comes once in the night when clocks go back, the first time", () => {
    expect(following("30 2 * * *", "Europe/Berlin", "2026-10-24T12:00:00Z", 2)).toEqual([
      "2026-10-25T00:30:00.000Z",
      "2026-10-26T01:30:00.000Z",
    ]);
  });

  it("follows the time that passes where it repeats within the day", () => {
    const autumn = following("*/30 * * * *", "Europe/Berlin", "2026-10-24T23:45:00Z", 6).map((slot) =>
      at(slot ?? ""),
    );
    const spring = following("*/30 * * * *", "Europe/Berlin", "2026-03-29T00:15:00Z", 6).map((slot) =>
      at(slot ?? ""),
    );
    for (const slots of [autumn, spring])
      expect(slots.slice(1).map((slot, index) => slot - (slots[index] ?? 0))).toEqual(
        Array(5).fill(hour / 2),
      );
  });

  it("is none when the calendar has none", () => {
    expect(nextSlot({ cron: "0 0 30 2 *", timeZone: "UTC" }, at("2026-01-01T00:00:00Z"))).toBeNull();
  });

  it("throws for what is no schedule or no time zone", () => {
    expect(() => nextSlot({ cron: "61 * * * *", timeZone: "UTC" }, 0)).toThrow(/minute/);
    expect(() => nextSlot({ cron: "* * * * *", timeZone: "Mars/Olympus" }, 0)).toThrow(/zone/i);
  });
});

describe("what is due", () => {
  const hourly = { cron: "0 * * * *", timeZone: "UTC" };
  const due = (missed: "skip" | "once" | "all", doneUntil: string, now: string, schedule = hourly) => {
    const { start, leftOut } = dueSlots({ schedule, missed, doneUntil: at(doneUntil), now: at(now) });
    return {
      start: start.map((slot) => `${text(slot.at)?.slice(5, 16)}${slot.missed ? " missed" : ""}`),
      leftOut,
    };
  };

  it("is the slot that has just come, once", () => {
    expect(due("skip", "2026-05-01T08:00:00Z", "2026-05-01T09:00:00Z").start).toEqual(["05-01T09:00"]);
    expect(due("skip", "2026-05-01T08:00:00Z", "2026-05-01T09:00:59Z").start).toEqual(["05-01T09:00"]);
    expect(due("skip", "2026-05-01T09:00:00Z", "2026-05-01T09:00:01Z").start).toEqual([]);
    expect(due("all", "2026-05-01T09:00:00Z", "2026-05-01T08:00:00Z").start).toEqual([]);
  });

  it("after three days without a process: nothing, the newest one, or all of them", () => {
    const [from, to] = ["2026-05-01T08:00:00Z", "2026-05-04T08:30:00Z"];
    expect(due("skip", from, to)).toEqual({ start: [], leftOut: 72 });
    expect(due("once", from, to)).toEqual({ start: ["05-04T08:00 missed"], leftOut: 71 });
    const all = due("all", from, to);
    expect([all.start.length, all.start[0], all.start.at(-1), all.leftOut]).toEqual([
      ...[72, "05-01T09:00 missed", "05-04T08:00 missed", 0],
    ]);
  });

  it("makes up for the missed ones and starts the one that is on time", () => {
    const [from, to] = ["2026-05-01T08:00:00Z", "2026-05-01T11:00:10Z"];
    expect(due("skip", from, to).start).toEqual(["05-01T11:00"]);
    expect(due("once", from, to).start).toEqual(["05-01T10:00 missed", "05-01T11:00"]);
  });

  it("stays bounded, however many were missed", () => {
    const seconds = { cron: "* * * * * *", timeZone: "UTC" };
    const began = performance.now();
    const { start, leftOut } = dueSlots({
      ...{ schedule: seconds, missed: "all" },
      ...{ doneUntil: at("2026-05-01T08:00:00Z"), now: at("2026-05-04T08:00:00Z") },
    });
    expect(start.filter(({ missed }) => missed).length).toBe(catchUpLimit);
    expect(start.length).toBe(catchUpLimit + 61);
    expect(start.at(-1)?.at).toBe(at("2026-05-04T08:00:00Z"));
    expect(leftOut).toBe(leftOutLimit);
    expect(performance.now() - began).toBeLessThan(20_000);
  });
});
