import {
  configIssues,
  type IterationOutcome,
  type Json,
  type JsonObject,
  type RunContext,
  type SettledResult,
} from "@sluice/workflow/node-contract";
import { describe, expect, test } from "vitest";
import { contextFor, runExample, runNode } from "../testing/run-node.ts";
import { loop } from "./definition.ts";
import { runLoop } from "./run.ts";

const begin = (config: JsonObject, trigger: JsonObject = {}) =>
  runNode(runLoop, { config, scope: { trigger } });
const done = (output: Json): IterationOutcome => ({ kind: "finished", output });
const failed = (node: string): IterationOutcome => ({
  kind: "failed",
  error: { code: "network", message: "no route", node },
});
const collect = (outcomes: IterationOutcome[], stopped = false): SettledResult<"out"> => {
  if (!runLoop.collect) throw new Error("a loop collects");
  return runLoop.collect({ outcomes, stopped });
};

test("the example goes through its list, five at a time", async () => {
  expect(await runExample(runLoop)).toEqual({
    iterate: { over: "items", items: [{ sku: "x" }, { sku: "y" }] },
    concurrency: 5,
    onItemError: "skip",
    limit: 10_000,
  });
});

describe("what it goes through", () => {
  test("a list that stands in the config, an empty one too", async () => {
    expect(await begin({ items: [1, "{{ trigger.a }}"] }, { a: 2 })).toMatchObject({
      iterate: { over: "items", items: [1, 2] },
      concurrency: 1,
      onItemError: "stop",
    });
    expect(await begin({ items: [] })).toMatchObject({ iterate: { items: [] } });
  });

  test.each([
    [{ a: 1 }, "an object, not a list; to go through its fields, write Object.entries"],
    [null, "null or missing, not a list; give a default"],
    ["x", "a string, not a list"],
    [7, "a number, not a list"],
  ])("%j is no list, and it says what it is", async (value, message) => {
    await expect(begin({ items: "{{ trigger.it }}" }, { it: value })).rejects.toMatchObject({
      name: "NodeError",
      code: "items-not-a-list",
      message: expect.stringContaining(message),
    });
  });

  test("a number of times, also as text from a template", async () => {
    expect(await begin({ over: "count", count: "{{ trigger.n }}" }, { n: "3" })).toMatchObject({
      iterate: { over: "count", count: 3 },
    });
    await expect(begin({ over: "count", count: "{{ trigger.n }}" }, { n: -1 })).rejects.toMatchObject({
      name: "ZodError",
    });
  });

  test("while rules are met: always one after another, whatever was chosen before", async () => {
    const config = { over: "while", while: { expression: "index < 3" }, concurrency: 9, items: "{{ bad" };
    expect(await begin(config)).toMatchObject({ iterate: { over: "while" }, concurrency: 1 });
  });
});

describe("whether it goes on", () => {
  const ask = (
    expression: string,
    index: number,
    item: Json,
  ): ReturnType<NonNullable<typeof runLoop.again>> => {
    const context: Pick<RunContext, "evaluate" | "evaluateRules"> = contextFor({ index, item });
    if (!runLoop.again) throw new Error("a loop is asked");
    return runLoop.again({ config: loop.config.parse({ over: "while", while: { expression } }), context });
  };

  test("the rules decide, and their records are kept", () => {
    expect(ask("index < 2", 1, null)).toEqual({
      more: true,
      rules: [expect.objectContaining({ result: "met" })],
    });
    expect(ask("index < 2", 2, null)).toMatchObject({ more: false });
    expect(ask("index === 0 || item.next !== null", 3, { next: null })).toMatchObject({ more: false });
  });

  test("a rule that is an error fails the loop", () => {
    expect(() => ask("nowhere(1)", 0, null)).toThrow(expect.objectContaining({ code: "rule-error" }));
  });
});

describe("what it answers", () => {
  test("the outputs in order; an iteration that was left out is null and stands among the errors", () => {
    expect(collect([done("a"), failed("ask"), done("c")])).toEqual({
      port: "out",
      output: {
        results: ["a", null, "c"],
        count: 3,
        errors: [{ index: 1, code: "network", message: "no route", node: "ask" }],
      },
    });
  });

  test("nothing to go through gives empty lists", () => {
    expect(collect([])).toEqual({ port: "out", output: { results: [], count: 0, errors: [] } });
  });

  test("ended by a failure, the iteration that failed is counted, as its place says", () => {
    expect(collect([done(1), failed("ask")])).toMatchObject({ output: { results: [1, null], count: 2 } });
  });

  test("stopped, it fails and names the iteration, the node and the reason", () => {
    expect(() => collect([done(1), failed("ask")], true)).toThrow(
      expect.objectContaining({
        name: "NodeError",
        code: "iteration-failed",
        message: 'iteration 2 (index 1) failed at "ask" (network): no route',
      }),
    );
  });
});

describe("what is missing is said at its field", () => {
  test.each<[JsonObject, string]>([
    [{}, "items"],
    [{ over: "count" }, "count"],
    [{ over: "while" }, "while"],
    [{ over: "while", while: { all: [] } }, "while"],
  ])("%j", (config, field) => {
    expect(configIssues(loop, config)).toMatchObject([{ at: [field], kind: "missing" }]);
  });

  test.each<JsonObject>([
    { items: [], concurrency: 0 },
    { items: [], concurrency: 1001 },
    { items: [], limit: 1_000_001 },
    { items: [], onItemError: "ignore" },
  ])("%j is out of bounds", (config) => {
    expect(configIssues(loop, config)).toMatchObject([{ kind: "invalid" }]);
  });

  test("what stands in a field that is not shown is no issue", () => {
    expect(configIssues(loop, { over: "count", count: 2, items: 5, while: { all: [] } })).toEqual([]);
  });
});

test("its card says what it repeats", () => {
  expect(loop.summarize?.({ items: "{{ trigger.items }}" }, "en")).toBe("each of trigger.items");
  expect(loop.summarize?.({ items: "{{ a }}{{ b }}" }, "en")).toBe("each of {{ a }}{{ b }}");
  expect(loop.summarize?.({ over: "count", count: 3 }, "fr")).toBe("3 fois");
  expect(loop.summarize?.({ over: "while", while: { expression: "index < 3" } }, "en")).toBe(
    "while index < 3",
  );
});
