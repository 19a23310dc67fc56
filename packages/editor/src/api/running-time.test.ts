import { expect, test } from "vitest";
import { runningTime } from "./running-time.ts";

test("the running time counts from the start to the end, and is unknown before both are", () => {
  const startedAt = "2026-11-22T12:00:00.000Z";
  expect(runningTime({ startedAt, finishedAt: "2026-11-22T12:00:01.250Z" })).toBe(1250);
  expect(runningTime({ startedAt, finishedAt: null })).toBeNull();
  expect(runningTime({ startedAt: null, finishedAt: null })).toBeNull();
  // Clocks of two machines may disagree.
  expect(runningTime({ startedAt, finishedAt: "2026-11-22T11:59:59.000Z" })).toBe(0);
});
