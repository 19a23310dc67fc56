import { expect, it } from "vitest";
import { nameOfSchedule, readSchedule, schedules, scheduleText, spanOfSchedule } from "./schedule-draft.ts";

it("every schedule is read as it is written", () => {
  for (const waits of [...Object.values(schedules), [90, 7200, 604_800]]) {
    for (const day of ["d", "j"]) expect(readSchedule(scheduleText(waits, day))).toEqual(waits);
  }
});

it("the name of a schedule, and when the last attempt is", () => {
  expect(nameOfSchedule(null)).toBe("usual");
  expect(nameOfSchedule([...schedules.standard])).toBe("standard");
  expect(nameOfSchedule([7])).toBe("own");
  expect(spanOfSchedule(schedules.usual)).toEqual({ attempts: 6, lastMs: 26_460_000 });
});
