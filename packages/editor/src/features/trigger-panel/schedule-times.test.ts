import { describe, expect, test } from "vitest";
import { scheduleTimes } from "./schedule-times.ts";

const after = Date.parse("2026-03-27T12:00:00Z");

describe("the next times of a schedule", () => {
  test("are those of its zone, also over the change to summer time", () => {
    const { next } = scheduleTimes({ cron: "0 9 * * *", timeZone: "Europe/Paris", count: 3, after });
    expect(next).toEqual([
      "2026-03-28T08:00:00.000Z",
      "2026-03-29T07:00:00.000Z",
      "2026-03-30T07:00:00.000Z",
    ]);
  });

  test("may count seconds", () => {
    const { next } = scheduleTimes({ cron: "*/30 * * * * *", timeZone: "UTC", count: 2, after });
    expect(next).toEqual(["2026-03-27T12:00:30.000Z", "2026-03-27T12:01:00.000Z"]);
  });

  test.each([
    ["nonsense", "UTC"],
    ["0 9 * *", "UTC"],
    ["99 9 * * *", "UTC"],
    ["0 9 * * *", "Mars/Olympus"],
  ])("are none of %s in %s, with the reason", (cron, timeZone) => {
    const { next, problem } = scheduleTimes({ cron, timeZone, count: 3, after });
    expect(next).toEqual([]);
    expect(problem).not.toBeNull();
  });
});
