import { NodeError, type Rules } from "@sluice/workflow/node-contract";
import { expect, test } from "vitest";
import { runExample, runNode, settled } from "../testing/run-node.ts";
import { condition } from "./definition.ts";
import { runCondition } from "./run.ts";

const ask = (when: Rules, trigger: Record<string, number | string | null>) =>
  runNode(runCondition, { config: { when: when as never }, scope: { trigger } });

const large = { all: [{ left: "{{ trigger.amount }}", operator: "greater", right: 100 }] } satisfies Rules;

test("the example leaves by true", async () => {
  expect(await runExample(runCondition)).toMatchObject({ port: "true", output: { result: true } });
});

test("rules that are met leave by true, with a record of each", async () => {
  const result = await ask(large, { amount: 101 });

  expect(result).toMatchObject({ port: "true", output: { result: true } });
  expect(settled(result).rules).toEqual([expect.objectContaining({ path: ["all", 0], result: "met" })]);
});

test("rules that are not met leave by false", async () => {
  const result = await ask(large, { amount: 100 });

  expect(result).toMatchObject({ port: "false", output: { result: false } });
  expect(settled(result).rules).toEqual([expect.objectContaining({ result: "not-met" })]);
});

test("an expression decides as a rule group does", async () => {
  expect(await ask({ expression: "trigger.amount > 100" }, { amount: 101 })).toMatchObject({ port: "true" });
  expect(await ask({ expression: "trigger.amount > 100" }, { amount: 1 })).toMatchObject({ port: "false" });
});

test("any, none and nested groups are asked as written", async () => {
  const paid = { left: "{{ trigger.status }}", operator: "equals", right: "paid" } as const;

  expect(await ask({ any: [paid, large] }, { amount: 1, status: "paid" })).toMatchObject({ port: "true" });
  expect(await ask({ none: [paid, large] }, { amount: 1, status: "open" })).toMatchObject({ port: "true" });
  expect(await ask({ none: [paid, large] }, { amount: 1, status: "paid" })).toMatchObject({ port: "false" });
});

test("a rule that is an error fails the step, names itself and keeps the records", async () => {
  const failure = await ask(large, { amount: "many" }).catch((error: unknown) => error);

  expect(failure).toBeInstanceOf(NodeError);
  expect(failure).toMatchObject({ code: "rule-error", kind: "other" });
  expect((failure as NodeError).message).toMatch(/^rule all\.0: ./);
  expect((failure as NodeError).rules).toEqual([
    expect.objectContaining({ path: ["all", 0], result: "error" }),
  ]);
});

test("a side that is missing never meets and never passes for small", async () => {
  const small = { all: [{ left: "{{ trigger.amount }}", operator: "less", right: 100 }] } satisfies Rules;

  const outcome = await ask(small, {}).catch((error: unknown) => error);

  expect(outcome).not.toMatchObject({ port: "true" });
});

test("an expression that cannot be evaluated fails the step", async () => {
  const failure = await ask({ expression: "trigger.amount.toFixed('x', " }, { amount: 1 }).catch(
    (e: unknown) => e,
  );

  expect(failure).toMatchObject({ code: "rule-error" });
});

test.each([{ all: [] }, { any: [] }, { none: [] }, { expression: "  " }, {}, { all: [{ left: 1 }] }, null])(
  "a condition without a rule is refused: %j",
  (when) => {
    expect(condition.config.safeParse({ when }).success).toBe(false);
  },
);

test("its card shows the rules in a line", () => {
  const line = (when: Rules) => condition.summarize?.({ when: when as never }, "en");

  expect(line(large)).toBe("trigger.amount > 100");
  expect(line({ expression: "trigger.a\n  && trigger.b" })).toBe("trigger.a && trigger.b");
  expect(line({ any: [{ left: "{{ a }}", operator: "exists" }, large] })).toBe(
    "a ∃ ∨ (trigger.amount > 100)",
  );
  expect(line({ none: [{ left: "x", operator: "equals", right: "{{ a }} b" }] })).toBe(
    '¬("x" = "{{ a }} b")',
  );
  expect(condition.summarize?.({}, "en")).toBe("");
});
