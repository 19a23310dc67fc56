import { expect, it } from "vitest";
import { nameOfSchedule, readSchedule, schedules, scheduleText, spanOfSchedule } from "./schedule-draft.ts";

it.each([schedules.usual, schedules.standard, schedules.short, [90, 7200, 604_800]])(
  "%j is written and read",
  (...waits) => {
    expect(readSchedule(scheduleText(waits))).toEqual(waits);
  },
);

it("a schedule is read as people write it", () => {
  expect(readSchedule("5s; 1 min,2H , 1 j")).toEqual([5, 60, 7200, 86_400]);
  for (const wrong of ["", "5", "5 weeks", "0 s", "8 d", "1 s,", Array(21).fill("1 s").join()]) {
    expect(readSchedule(wrong), wrong).toBeUndefined();
  }
});

it("the name of a schedule, and when the last attempt is", () => {
  expect(nameOfSchedule(null)).toBe("usual");
  expect(nameOfSchedule([...schedules.standard])).toBe("standard");
  expect(nameOfSchedule([7])).toBe("own");
  expect(spanOfSchedule(schedules.usual)).toEqual({ attempts: 6, lastMs: 26_460_000 });
});
