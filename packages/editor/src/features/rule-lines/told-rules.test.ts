import { describe, expect, test } from "vitest";
import { toldRules } from "./told-rules.ts";

const written = { left: "{{ trigger.b }}", operator: "equals", right: 2 } as const;
const config = {
  when: { all: [{ left: "{{ trigger.a }}", operator: "exists" }, { any: [written, written] }] },
} as const;

describe("what is told of rules", () => {
  test("names the groups, and what is written where a rule was not needed", () => {
    const told = toldRules(
      [
        { path: ["all", 0], operator: "exists", result: "not-met", left: null },
        { path: ["all", 1, "any", 0], operator: "equals", result: "not-evaluated" },
        { path: ["all", 1, "any", 1], operator: "equals", result: "not-evaluated" },
      ],
      structuredClone(config) as never,
    );
    expect(
      told.map((one) => (one.kind === "group" ? [one.depth, one.joint] : [one.depth, one.written.left])),
    ).toEqual([
      [0, "all"],
      [0, "{{ trigger.a }}"],
      [1, "any"],
      [1, "{{ trigger.b }}"],
      [1, "{{ trigger.b }}"],
    ]);
  });

  test("finds the rules of a case and a bare expression; a single rule needs no group", () => {
    const cases = [
      { port: "gold", when: { all: [written] } },
      { port: "silver", when: { expression: "trigger.kind === 'silver'" } },
    ];
    const told = toldRules(
      [
        { path: ["all", 0], operator: "equals", result: "met", left: 2, right: 2, case: "gold" },
        { path: [], result: "not-evaluated", case: "silver" },
      ],
      { cases } as never,
    );
    expect(told).toMatchObject([
      { kind: "rule", written },
      { kind: "rule", written: { expression: "trigger.kind === 'silver'" } },
    ]);
  });

  test("says nothing of rules that the document does not have any more", () => {
    const told = toldRules(
      [{ path: ["any", 3], operator: "equals", result: "not-evaluated" }],
      config as never,
    );
    expect(told).toMatchObject([{ kind: "rule", written: {} }]);
    expect(toldRules([{ path: [], result: "met", left: true }], undefined)).toMatchObject([{ written: {} }]);
  });
});
