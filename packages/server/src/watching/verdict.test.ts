import { describe, expect, it } from "vitest";
import type { AlertState } from "../stores/alerts/store.ts";
import { calmMs, judge } from "./verdict.ts";

const minute = 60_000;
const quiet: AlertState & { repeatMinutes: number | null; mutedUntil: number | null } = {
  ...{ evaluatedAt: null, firingSince: null, withinSince: null, toldAt: null, told: 0 },
  ...{ measure: null, problem: null, repeatMinutes: null, mutedUntil: null },
};

/** Whether it is beyond its limit; null: it could not be measured. */
type Look = boolean | null;

/** What is told, look by look, one each minute. */
function told(looks: readonly Look[], more: Partial<typeof quiet> = {}): string[] {
  let state = { ...quiet, ...more };
  return looks.flatMap((beyond, at) => {
    const now = at * minute;
    const verdict = judge(state, { beyond, now });
    state = { ...state, ...verdict.state };
    if (verdict.tell === "firing") state = { ...state, toldAt: now, told: state.told + 1 };
    return verdict.tell === null ? [] : [`${at} ${verdict.tell} since ${(verdict.since ?? 0) / minute}`];
  });
}

const [yes, no, unseen] = [true, false, null];

describe("a rule", () => {
  it.each<[string, Look[], Partial<typeof quiet>, string[]]>([
    ["says nothing while nothing is wrong", [no, no], {}, []],
    ["fires once", [no, yes, yes, yes], {}, ["1 firing since 1"]],
    [
      "is over when it was within its limit for a while",
      [yes, no, no, no],
      {},
      ["0 firing since 0", "2 resolved since 0"],
    ],
    ["is not over for one good look", [yes, no, yes, no, yes], {}, ["0 firing since 0"]],
    [
      "fires anew after it was over",
      [yes, no, no, yes],
      {},
      ["0 firing since 0", "2 resolved since 0", "3 firing since 3"],
    ],
    [
      "repeats by its interval",
      Array<boolean>(12).fill(yes),
      { repeatMinutes: 5 },
      ["0 firing since 0", "5 firing since 0", "10 firing since 0"],
    ],
    [
      "is silent while muted, and tells what lasts",
      [yes, yes, yes, yes],
      { mutedUntil: 2 * minute },
      ["2 firing since 0"],
    ],
    [
      "is not over because it cannot be measured",
      [yes, unseen, unseen, unseen, yes],
      {},
      ["0 firing since 0"],
    ],
    [
      "is over after a minute that was measured",
      [yes, no, unseen, no, no],
      {},
      ["0 firing since 0", "4 resolved since 0"],
    ],
    [
      "tells nothing again of what cannot be measured",
      [yes, unseen, unseen, yes],
      { repeatMinutes: 1 },
      ["0 firing since 0", "3 firing since 0"],
    ],
    ["does not begin by what cannot be measured", [unseen, unseen, no], {}, []],
    ["says no end of what it has not told", [yes, no, no], { mutedUntil: 2 * minute }, []],
  ])("%s", (_, looks, more, expected) => {
    expect(told(looks, more)).toEqual(expected);
  });

  it("waits as long as it says", () => {
    const firing = { ...quiet, firingSince: 1, toldAt: 1, told: 1, withinSince: 1000 };
    expect(judge(firing, { beyond: false, now: 1000 + calmMs - 1 }).tell).toBeNull();
    expect(judge(firing, { beyond: false, now: 1000 + calmMs }).tell).toBe("resolved");
  });
});
