import { describe, expect, test } from "vitest";
import type { Json } from "../node-contract/json.ts";
import { type RuleOperator, type Rules, ruleOperators, rulesSchema } from "../node-contract/rules.ts";
import { evaluateRules, hasRuleError } from "./evaluate-rules.ts";

const missing = "{{ trigger.missing }}";

function resultOf(left: Json, operator: RuleOperator, right?: Json) {
  const rules: Rules = { all: [right === undefined ? { left, operator } : { left, operator, right }] };
  return evaluateRules(rulesSchema.parse(rules), { trigger: {} }).rules[0]?.result;
}

type Row = [left: Json, operator: RuleOperator, right: Json | undefined, result: "met" | "not-met" | "error"];

const rows: Row[] = [
  [1, "equals", 1, "met"],
  [1, "equals", "1", "met"],
  ["1.0", "equals", 1, "met"],
  ["1e2", "equals", 100, "met"],
  ["1", "equals", "1.0", "not-met"],
  [" 1", "equals", 1, "not-met"],
  ["01", "equals", 1, "not-met"],
  ["0x10", "equals", 16, "not-met"],
  ["a", "equals", "a", "met"],
  ["a", "equals", "A", "not-met"],
  [true, "equals", "true", "not-met"],
  [[1, { a: 2 }], "equals", [1, { a: 2 }], "met"],
  [{ a: 1, b: 2 }, "equals", { b: 2, a: 1 }, "met"],
  [{ a: 1 }, "equals", { a: 2 }, "not-met"],
  [missing, "equals", null, "met"],
  [missing, "equals", "", "not-met"],
  [null, "equals", 0, "not-met"],
  [1, "notEquals", 2, "met"],
  [1, "notEquals", "1", "not-met"],
  [missing, "notEquals", "a", "met"],
  [2, "greater", 1, "met"],
  ["10", "greater", "9", "met"],
  [1, "greater", 1, "not-met"],
  ["a", "greater", 1, "error"],
  [true, "greater", 0, "error"],
  ["", "greater", 0, "error"],
  [missing, "greater", 1, "not-met"],
  [1, "greater", null, "not-met"],
  [1, "atLeast", 1, "met"],
  [0, "atLeast", "1", "not-met"],
  [[], "atLeast", 1, "error"],
  [missing, "atLeast", 0, "not-met"],
  [0, "less", 1, "met"],
  [1, "less", 1, "not-met"],
  [{}, "less", 1, "error"],
  [missing, "less", 1, "not-met"],
  [1, "atMost", 1, "met"],
  [2, "atMost", 1, "not-met"],
  ["x", "atMost", 1, "error"],
  [null, "atMost", 1, "not-met"],
  [5, "between", [1, 10], "met"],
  [1, "between", [1, 10], "met"],
  ["10", "between", ["1", 10], "met"],
  [11, "between", [1, 10], "not-met"],
  [5, "between", [1], "error"],
  [5, "between", 10, "error"],
  ["a", "between", [1, 10], "error"],
  [missing, "between", [1, 10], "not-met"],
  [5, "between", [missing, 10], "not-met"],
  ["abc", "contains", "b", "met"],
  ["abc", "contains", "x", "not-met"],
  [["a", 1], "contains", "a", "met"],
  [["a", 1], "contains", "1", "met"],
  [[{ a: 1 }], "contains", { a: 1 }, "met"],
  [["a"], "contains", "b", "not-met"],
  [12, "contains", "1", "error"],
  ["12", "contains", 1, "error"],
  [missing, "contains", "a", "not-met"],
  ["abc", "notContains", "x", "met"],
  ["abc", "notContains", "a", "not-met"],
  [["a"], "notContains", "b", "met"],
  [{}, "notContains", "a", "error"],
  [missing, "notContains", "a", "not-met"],
  ["order-1", "startsWith", "order", "met"],
  ["order-1", "startsWith", "x", "not-met"],
  [1, "startsWith", "1", "error"],
  [missing, "startsWith", "a", "not-met"],
  ["a.pdf", "endsWith", ".pdf", "met"],
  ["a.pdf", "endsWith", ".doc", "not-met"],
  ["a", "endsWith", [], "error"],
  ["a", "endsWith", missing, "not-met"],
  ["order-17", "matches", "^order-\\d+$", "met"],
  ["order-x", "matches", "^order-\\d+$", "not-met"],
  ["a", "matches", "(", "error"],
  ["a", "matches", "a(?=b)", "error"],
  [missing, "matches", "a", "not-met"],
  ["a", "in", ["a", "b"], "met"],
  ["1", "in", [1], "met"],
  ["c", "in", ["a", "b"], "not-met"],
  ["a", "in", "abc", "error"],
  [missing, "in", ["a"], "not-met"],
  ["a", "in", missing, "not-met"],
  ["", "isEmpty", undefined, "met"],
  [[], "isEmpty", undefined, "met"],
  [{}, "isEmpty", undefined, "met"],
  [missing, "isEmpty", undefined, "met"],
  [0, "isEmpty", undefined, "not-met"],
  [false, "isEmpty", undefined, "not-met"],
  ["a", "isNotEmpty", undefined, "met"],
  [missing, "isNotEmpty", undefined, "not-met"],
  ["", "exists", undefined, "met"],
  [0, "exists", undefined, "met"],
  [missing, "exists", undefined, "not-met"],
  [true, "isTrue", undefined, "met"],
  ["true", "isTrue", undefined, "met"],
  [false, "isTrue", undefined, "not-met"],
  ["false", "isTrue", undefined, "not-met"],
  [1, "isTrue", undefined, "error"],
  ["yes", "isTrue", undefined, "error"],
  [missing, "isTrue", undefined, "not-met"],
  [false, "isFalse", undefined, "met"],
  ["false", "isFalse", undefined, "met"],
  [true, "isFalse", undefined, "not-met"],
  [0, "isFalse", undefined, "error"],
  [missing, "isFalse", undefined, "not-met"],
  ["2026-01-01T00:00:00Z", "before", "2026-01-01T00:00:00.001Z", "met"],
  ["2026-01-01T01:00:00+02:00", "before", "2026-01-01T00:00:00Z", "met"],
  ["2026-01-01T00:00:00", "before", "2026-01-01T00:00:01Z", "met"],
  ["2026-01-01T00:00:00Z", "before", "2026-01-01T00:00:00Z", "not-met"],
  ["2016-12-31T23:59:60Z", "before", "2017-01-01T00:00:00Z", "met"],
  ["2016-12-31T23:59:60.5+00:00", "after", "2016-12-31T23:59:59Z", "met"],
  ["2026-01-01T00:00:00.1234567890Z", "before", "2026-01-01T00:00:00.124Z", "met"],
  ["2026-01-01T00:60:00Z", "before", "2026-01-02T00:00:00Z", "error"],
  ["2026-01-01", "before", "2026-01-02T00:00:00Z", "error"],
  [1, "before", "2026-01-01T00:00:00Z", "error"],
  [missing, "before", "2026-01-01T00:00:00Z", "not-met"],
  ["2026-01-02T00:00:00Z", "after", "2026-01-01T00:00:00Z", "met"],
  ["2026-01-01T00:00:00Z", "after", "2026-01-02T00:00:00Z", "not-met"],
  ["2026-13-01T00:00:00Z", "after", "2026-01-02T00:00:00Z", "error"],
  ["2026-01-01T00:00:00Z", "after", missing, "not-met"],
];

describe("operators", () => {
  test.each(rows)("%j %s %j is %s", (left, operator, right, result) => {
    expect(resultOf(left, operator, right)).toBe(result);
  });

  test("every operator is tested as met, not met and with a missing side", () => {
    for (const operator of ruleOperators) {
      const own = rows.filter((row) => row[1] === operator);
      expect(own.map((row) => row[3])).toEqual(expect.arrayContaining(["met", "not-met"]));
      expect(own.some((row) => [row[0], row[2]].some((side) => side === missing || side === null))).toBe(
        true,
      );
    }
  });
});

describe("groups", () => {
  const yes = { left: 1, operator: "equals", right: 1 } as const;
  const no = { left: 1, operator: "equals", right: 2 } as const;
  const bad = { left: "x", operator: "greater", right: 2 } as const;
  const outcome = (rules: Rules) => {
    const { met, rules: records } = evaluateRules(rulesSchema.parse(rules), {});
    return [met, ...records.map(({ result }) => result)];
  };

  test.each<[string, Rules, unknown[]]>([
    ["all met", { all: [yes, yes] }, [true, "met", "met"]],
    ["all stops at the first that is not met", { all: [no, yes] }, [false, "not-met", "not-evaluated"]],
    [
      "any stops at the first that is met",
      { any: [no, yes, yes] },
      [true, "not-met", "met", "not-evaluated"],
    ],
    ["any without one", { any: [no, no] }, [false, "not-met", "not-met"]],
    ["none without one", { none: [no, no] }, [true, "not-met", "not-met"]],
    ["none stops at the first that is met", { none: [yes, no] }, [false, "met", "not-evaluated"]],
    ["empty all", { all: [] }, [true]],
    ["empty any", { any: [] }, [false]],
    ["empty none", { none: [] }, [true]],
    ["nested", { all: [{ any: [no, yes] }, { none: [no] }] }, [true, "not-met", "met", "not-met"]],
    [
      "a skipped group lists its rules",
      { any: [yes, { all: [yes, { none: [no] }] }] },
      [true, "met", "not-evaluated", "not-evaluated"],
    ],
    ["an error decides everything", { any: [bad, yes] }, [false, "error", "not-evaluated"]],
    ["also inside none", { none: [{ all: [bad] }, no] }, [false, "error", "not-evaluated"]],
    ["what was decided before is never an error", { any: [yes, bad] }, [true, "met", "not-evaluated"]],
  ])("%s", (_, rules, expected) => {
    expect(outcome(rules)).toEqual(expected);
  });

  test("a record says its place, both values and the reason", () => {
    const rules: Rules = {
      all: [{ any: [{ left: "{{ trigger.amount }}", operator: "greater", right: "{{ trigger.limit }}" }] }],
    };
    const met = evaluateRules(rules, { trigger: { amount: 5, limit: 3 } });
    expect(met.rules).toEqual([
      { path: ["all", 0, "any", 0], operator: "greater", result: "met", left: 5, right: 3 },
    ]);
    const failed = evaluateRules(rules, { trigger: { amount: "many", limit: 3 } });
    expect(hasRuleError(failed)).toBe(true);
    expect(failed.rules[0]?.error).toContain("greater needs a number here, and this is a text.");
  });

  test("a template that fails makes its rule an error", () => {
    const outcome = evaluateRules({ all: [{ left: "{{ 1 / 0 }}", operator: "equals", right: 1 }] }, {});
    expect(outcome.met).toBe(false);
    expect(hasRuleError(outcome)).toBe(true);
    expect(hasRuleError(evaluateRules({ all: [{ left: "{{ oops", operator: "exists" }] }, {}))).toBe(true);
  });

  test("long values are cut in the record, not in the comparison", () => {
    const text = "x".repeat(5_000);
    const outcome = evaluateRules({ all: [{ left: text, operator: "equals", right: text }] }, {});
    expect(outcome.met).toBe(true);
    expect(String(outcome.rules[0]?.left).length).toBe(1_001);
  });

  test.each<[string, unknown]>([
    ["trigger.amount > 100", [true, "met"]],
    ["trigger.amount > 1000", [false, "not-met"]],
    ["trigger.missing", [false, "not-met"]],
    ["trigger.amount.trim()", [false, "error"]],
    ["1 +", [false, "error"]],
  ])("the bare expression %s", (expression, expected) => {
    const { met, rules } = evaluateRules({ expression }, { trigger: { amount: 150 } });
    expect([met, rules[0]?.result]).toEqual(expected);
    expect(rules[0]?.path).toEqual([]);
  });
});
