import { describe, expect, it } from "vitest";
import { type Evidence, isKept, judge } from "./judge.ts";
import type { Call } from "./receiver.ts";

const call = (execution: string, step: string, more: Partial<Call> = {}): Call => ({
  key: `${execution}/${step}/`,
  ...{ n: 1, step, kills: 0 },
  ...more,
});

/** One delivery whose two steps were called once each. */
const evidence: Evidence = {
  workflows: [{ name: "pause", order: ["before", "after"], calls: 2, document: {} }],
  history: [{ n: 1, workflow: "pause", outcome: "accepted", deliveryId: "d1", executionId: "e1" }],
  calls: [call("e1", "before"), call("e1", "after")],
  executions: [{ id: "e1", status: "succeeded", deliveryId: "d1" }],
  deliveries: [{ id: "d1", verdict: "accepted", executionId: "e1" }],
  witnessed: new Map(),
  attempts: new Map(),
  takenUp: new Map(),
  mostCallsAtOnce: 64,
};

function broken(change: Partial<Evidence>): string[] {
  const { counts: _, ...lists } = judge({ ...evidence, ...change });
  return Object.entries(lists).flatMap(([name, list]) => (list.length > 0 ? [name] : []));
}

describe("judge", () => {
  it("finds nothing where everything was kept", () => {
    expect(broken({})).toEqual([]);
    expect(isKept(judge(evidence))).toBe(true);
  });

  it("lets a call be repeated that a kill cut short, when the record tells it", () => {
    const calls = [
      call("e1", "before"),
      call("e1", "before", { kills: 1 }),
      call("e1", "after", { kills: 1 }),
    ];
    expect(broken({ calls, attempts: new Map([["e1/before/", 2]]) })).toEqual([]);
    expect(broken({ calls, attempts: new Map([["e1/before/", 1]]) })).toEqual(["hiddenAttempts"]);
    expect(broken({ calls, attempts: new Map([["e1/before/", 2]]), mostCallsAtOnce: 0 })).toEqual([
      "repeatedWithoutReason",
    ]);
  });

  it("finds an accepted delivery that is not there, has no execution, or did not end well", () => {
    expect(broken({ deliveries: [] })).toEqual(["lost"]);
    expect(broken({ executions: [] })).toEqual(["lost"]);
    expect(broken({ executions: [{ id: "e1", status: "failed", deliveryId: "d1" }] })).toEqual([
      "lost",
      "wrongEnd",
    ]);
  });

  it("finds a delivery that was executed twice, in the lists and at the receiver", () => {
    const second = { id: "e2", status: "succeeded", deliveryId: "d1" };
    expect(broken({ executions: [...evidence.executions, second] })).toEqual(["executedTwice"]);
    const calls = [...evidence.calls, call("e2", "after")];
    expect(broken({ calls })).toEqual(["executedTwice", "wrongEnd"]);
  });

  it("finds a finished step that ran again", () => {
    const attempts = new Map([["e1/before/", 2]]);
    const later = [...evidence.calls, call("e1", "before", { kills: 1 })];
    expect(broken({ calls: later, attempts })).toEqual(["ranAgain"]);
    const seen = [
      call("e1", "before"),
      call("e1", "before", { kills: 1 }),
      call("e1", "after", { kills: 1 }),
    ];
    expect(broken({ calls: seen, attempts, witnessed: new Map([["e1/before/", 1]]) })).toEqual(["ranAgain"]);
  });

  it("finds a call that was repeated by nobody's fault, and one that is missing", () => {
    const twice = [call("e1", "before"), call("e1", "before"), call("e1", "after")];
    const attempts = new Map([["e1/before/", 2]]);
    expect(broken({ calls: twice, attempts })).toEqual(["repeatedWithoutReason"]);
    const takenUp = new Map([["e1", 1]]);
    expect(broken({ calls: twice, attempts, takenUp })).toEqual([]);
    expect(judge({ ...evidence, calls: twice, attempts, takenUp }).counts.takenFromSilent).toBe(1);
    const thrice = [call("e1", "before"), ...twice];
    const all = { calls: thrice, attempts: new Map([["e1/before/", 3]]), takenUp };
    expect(broken(all)).toEqual(["repeatedWithoutReason"]);
    expect(broken({ calls: [call("e1", "before")] })).toEqual(["wrongEnd"]);
  });
});
