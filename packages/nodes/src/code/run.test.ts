import { configIssues, type JsonObject } from "@sluice/workflow/node-contract";
import { expect, test } from "vitest";
import { contextFor, runExample, runNode } from "../testing/run-node.ts";
import { code } from "./definition.ts";
import { runCode } from "./run.ts";

const perform = (source: string, more: JsonObject = {}) =>
  runNode(runCode, {
    config: { code: source, ...more },
    input: { n: 2 },
    scope: { trigger: { text: "{{ trigger.n }}" }, steps: { before: [1] }, env: { REGION: "eu" } },
  });

test("the example computes lines and their total", async () => {
  expect(await runExample(runCode)).toEqual({ port: "out", output: { lines: [10, 3], total: 13 } });
});

test.each<[string, unknown]>([
  ["return input.n + steps.before[0]", 3],
  ["return await Promise.resolve([env.REGION, now.slice(0, 4)])", ["eu", "2026"]],
  ["return [typeof item, typeof process, typeof require, typeof fetch]", Array(4).fill("undefined")],
  ["input.n = 5; steps.before.push(9)", null],
])("%s", async (source, output) => {
  expect(await perform(source)).toEqual({ port: "out", output });
});

test("braces in it are its own: nothing is put into the source", async () => {
  expect(await perform("return '{{ trigger.text }}' + trigger.text")).toMatchObject({
    output: "{{ trigger.text }}{{ trigger.n }}",
  });
});

test("what it writes is kept with the step, also when it fails in the end", async () => {
  const log: string[] = [];
  const context = { ...contextFor({}), log: (line: string) => void log.push(line) };
  const run = (source: string) =>
    runCode.run({ config: { code: source, timeoutSeconds: 5, memoryMb: 64 }, input: null, context });

  await run("console.log('one', { two: 2 })");
  await expect(run("console.warn('three'); throw new Error('four')")).rejects.toThrow("four");

  expect(log).toEqual(['one {"two":2}', "warn: three"]);
});

test.each<[string, JsonObject, string, string]>([
  ["throw new RangeError('no')", {}, "code-failed", "RangeError: no (line 1, column 21)"],
  ["while (true);", { timeoutSeconds: 0.3 }, "code-timeout", "the code took longer than 0.3 s"],
  [
    "const a = []; for (;;) a.push([a])",
    { memoryMb: 8 },
    "code-memory",
    "the code needs more than 8 MB of memory",
  ],
  [
    "return 10n",
    {},
    "code-result",
    "the code answered something that is no JSON: TypeError: Do not know how to serialize a BigInt",
  ],
])("%s fails the step with a reason", async (source, more, reason, message) => {
  await expect(perform(source, more)).rejects.toMatchObject({ code: reason, message });
});

test.each<[JsonObject, (string | number)[]]>([
  [{ code: "" }, ["code"]],
  [{ code: "return (" }, ["code"]],
  [{ code: "return 1", timeoutSeconds: 61 }, ["timeoutSeconds"]],
  [{ code: "return 1", memoryMb: 512 }, ["memoryMb"]],
])("%j is an issue before it is published", (config, at) => {
  expect(configIssues(code, config)).toMatchObject([{ at }]);
});

test("a mistake in the code is said with its place", () => {
  expect(configIssues(code, { code: "const a = 1;\nreturn a +;" })).toMatchObject([
    { message: "line 2, column 11: Unexpected token" },
  ]);
});
