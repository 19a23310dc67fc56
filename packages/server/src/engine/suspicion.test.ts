import { describe, expect, it } from "vitest";
import type { Suspect } from "../stores/executions/store.ts";
import { counted, courseOf, usualWaits, waitFor } from "./suspicion.ts";

const left: Suspect = {
  ...{ id: "exe_1", epoch: 4, crashes: 0, reprieves: 0 },
  ...{ waitsSince: null, triedSince: null, seenAt: 50 },
};
const waiting = { ...left, seenAt: null, waitsSince: 10 };

describe("what is done with an execution that a crash left", () => {
  const seen = { epoch: 4, reprieves: 0, explains: false };
  for (const { name, suspect, disturbed = false, course } of [
    {
      name: "goes on beside a few",
      suspect: left,
      course: { kind: "company", trial: { ...seen, crashes: 1 } },
    },
    {
      name: "is judged when it was on trial",
      suspect: { ...left, crashes: 1, triedSince: 20 },
      course: { kind: "judge", trial: { ...seen, crashes: 2 } },
    },
    {
      name: "explains the crash when it was tried alone",
      suspect: { ...left, crashes: 2, triedSince: 20 },
      course: { kind: "judge", trial: { ...seen, crashes: 3, explains: true } },
    },
    {
      name: "is tried alone once a time without it was quiet",
      suspect: { ...waiting, crashes: 2 },
      course: { kind: "alone", trial: { ...seen, crashes: 2 } },
    },
    {
      name: "has one crash less against it when there was one without it",
      suspect: { ...waiting, crashes: 2 },
      disturbed: true,
      course: { kind: "company", trial: { ...seen, crashes: 1, reprieves: 1 } },
    },
    {
      name: "is not spoken for again and again",
      suspect: { ...waiting, crashes: 2, reprieves: 5 },
      disturbed: true,
      course: { kind: "wait", forMs: 90 },
    },
    {
      name: "goes on beside a few when it came further",
      suspect: { ...waiting, crashes: 1 },
      course: { kind: "company", trial: { ...seen, crashes: 1 } },
    },
  ]) {
    it(name, () => expect(courseOf(suspect, disturbed, 100)).toEqual(course));
  }
});

describe("the crashes that count", () => {
  it("are those that one of its steps was under way at, or all where no step is known", () => {
    const crashesOf = (crashes: number, due: { cutOff: number }[]) =>
      counted({ crashes, reprieves: 0 }, due).crashes;
    expect(crashesOf(3, [{ cutOff: 1 }, { cutOff: 2 }])).toBe(2);
    expect(crashesOf(2, [{ cutOff: 5 }])).toBe(2);
    expect(crashesOf(2, [{ cutOff: 0 }])).toBe(2);
  });

  it("do not condemn one that has nothing left to do but to end, unless it goes on for ever", () => {
    let trial = { crashes: 3, reprieves: 0 };
    for (let reprieves = 1; reprieves <= 5; reprieves += 1) {
      trial = counted({ ...trial, crashes: 3 }, []);
      expect(trial).toEqual({ crashes: 1, reprieves });
    }
    expect(counted({ ...trial, crashes: 3 }, [])).toEqual({ crashes: 3, reprieves: 5 });
  });
});

describe("the time apart", () => {
  it("is many times as long as the process lived with it, within bounds", () => {
    expect(waitFor(usualWaits, { crashes: 1, diedAfterMs: 9 })).toBe(0);
    expect(waitFor(usualWaits, { crashes: 2, diedAfterMs: 9 })).toBe(10_000);
    expect(waitFor(usualWaits, { crashes: 2, diedAfterMs: 2000 })).toBe(20_000);
    expect(waitFor(usualWaits, { crashes: 2, diedAfterMs: 3_600_000 })).toBe(600_000);
    expect(waitFor(usualWaits, { crashes: 2, diedAfterMs: null })).toBe(600_000);
  });
});
