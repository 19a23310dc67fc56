import { maxSourceLength } from "@sluice/workflow/expressions";
import { configIssues, type JsonObject } from "@sluice/workflow/node-contract";
import { expect, test } from "vitest";
import { runExample, runNode } from "../testing/run-node.ts";
import { transform } from "./definition.ts";
import { runTransform } from "./run.ts";

const compute = (expression: string, trigger: JsonObject = {}) =>
  runNode(runTransform, { config: { expression }, scope: { trigger } });

test("the example sums a basket", async () => {
  expect(await runExample(runTransform)).toEqual({ port: "out", output: 13 });
});

test("takes an expression as long as the language does, and refuses a longer one in the form", () => {
  const of = (length: number) => ({ expression: `"${"x".repeat(length - 2)}"` });
  expect(configIssues(transform, of(maxSourceLength))).toEqual([]);
  expect(configIssues(transform, of(maxSourceLength + 1))).not.toEqual([]);
});

test.each<[string, unknown]>([
  ["1 + 2", 3],
  ["'a' + trigger.n", "a2"],
  ["{ n: trigger.n, list: [trigger.n] }", { n: 2, list: [2] }],
  ["trigger.missing.deeper", null],
  ["  trigger.n  ", 2],
])("%s yields its value", async (expression, output) => {
  expect(await compute(expression, { n: 2 })).toEqual({ port: "out", output });
});

test("braces are no part of an expression: a template in it is not resolved first", async () => {
  const evil = "trigger.secret";

  await expect(compute("{{ trigger.evil }}", { evil, secret: "s" })).rejects.toMatchObject({
    name: "ExpressionError",
  });
});

test.each(["1 +", "trigger.n.toFixed(500)", "constructor.constructor('x')()", "x => x"])(
  "%s fails the step and leaves by no port",
  async (expression) => {
    await expect(compute(expression, { n: 2 })).rejects.toMatchObject({ name: "ExpressionError" });
  },
);

test("JSONata computes over the same names, in the sandbox", async () => {
  const jsonata = (query: string) =>
    runNode(runTransform, {
      config: { language: "jsonata", query },
      scope: {
        trigger: {
          items: [
            { price: 5, qty: 2 },
            { price: 3, qty: 1 },
          ],
        },
        steps: { rate: 2 },
      },
      input: { n: 7 },
    });
  expect(await jsonata("$sum(trigger.items.(price * qty)) * steps.rate")).toEqual({
    port: "out",
    output: 26,
  });
  expect(await jsonata("$input.n")).toMatchObject({ output: 7 });
  expect(await jsonata("trigger.missing")).toMatchObject({ output: null });
  await expect(jsonata("$sum('x')")).rejects.toMatchObject({ code: "code-failed" });
});

test("a config of before JSONata means what it meant", async () => {
  expect(await compute("trigger.n", { n: 2 })).toEqual({ port: "out", output: 2 });
  expect(configIssues(transform, { language: "jsonata", expression: "1 +", query: "1" })).toEqual([]);
  expect(configIssues(transform, { language: "jsonata" })).toMatchObject([
    { at: ["query"], kind: "missing" },
  ]);
});

test.each(["", "   "])("the empty expression %j is an issue", (expression) => {
  expect(configIssues(transform, { expression })).toMatchObject([{ at: ["expression"] }]);
});
