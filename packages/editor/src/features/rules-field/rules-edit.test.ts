import { type RuleGroup, rulesSchema } from "@sluice/workflow/node-contract";
import { describe, expect, it } from "vitest";
import {
  addTo,
  changeAt,
  emptyRule,
  groupOf,
  isGroup,
  jointOf,
  removeAt,
  rulesOf,
  setJoint,
  withOperator,
} from "./rules-edit.ts";

const rule = { left: "{{ trigger.amount }}", operator: "greater", right: 100 } as const;
const nested: RuleGroup = { all: [rule, { any: [rule, { none: [rule] }] }] };

describe("given the rules of a condition", () => {
  it("when a rule is added to a group in a group, then only that group has it", () => {
    expect(addTo(nested, [1, 1], emptyRule())).toEqual({
      all: [rule, { any: [rule, { none: [rule, { left: "", operator: "equals", right: "" }] }] }],
    });
  });

  it("when a rule or a whole group is removed, then the others stay", () => {
    expect(removeAt(nested, [0])).toEqual({ all: [{ any: [rule, { none: [rule] }] }] });
    expect(removeAt(nested, [1, 1])).toEqual({ all: [rule, { any: [rule] }] });
  });

  it("when the joint changes, then the items stay in their order", () => {
    expect(setJoint(nested, [1], "none")).toEqual({ all: [rule, { none: [rule, { none: [rule] }] }] });
    expect(jointOf(setJoint(nested, [], "any"))).toBe("any");
  });

  it("when a path leads nowhere, then nothing changes", () => {
    expect(changeAt(nested, [7], () => null)).toEqual(nested);
    expect(changeAt(nested, [0, 3], () => null)).toEqual(nested);
  });

  it("when the operator looks at one side only, then the right side goes; another one brings it back", () => {
    expect(withOperator(rule, "exists")).toEqual({ left: rule.left, operator: "exists" });
    expect(withOperator({ left: "x", operator: "exists" }, "equals")).toEqual({
      left: "x",
      operator: "equals",
      right: "",
    });
    expect(withOperator(rule, "less").right).toBe(100);
  });

  it("when anything is edited, then the result is what the schema takes", () => {
    const edited = addTo(setJoint(removeAt(nested, [0]), [0], "all"), [0, 1], groupOf("any", [emptyRule()]));
    expect(rulesSchema.safeParse(edited).success).toBe(true);
  });

  it("when the config holds no rules yet, then the builder begins with an empty group", () => {
    expect(rulesOf(undefined)).toEqual({ all: [] });
    expect(rulesOf("oops")).toEqual({ all: [] });
    expect(rulesOf({ expression: "true" })).toEqual({ expression: "true" });
    expect(isGroup(rule)).toBe(false);
  });
});
