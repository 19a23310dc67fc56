import type { IterationOutcome, SettledResult } from "@sluice/workflow/node-contract";
import { expect, test } from "vitest";
import { runExample } from "../testing/run-node.ts";
import { runTry } from "./run.ts";

const collect = (outcomes: IterationOutcome[], stopped: boolean): SettledResult<"out" | "error"> => {
  if (!runTry.collect) throw new Error("a try collects");
  return runTry.collect({ outcomes, stopped });
};

test("the example runs its body once and gives up at the first failure", async () => {
  expect(await runExample(runTry)).toEqual({
    iterate: { over: "count", count: 1 },
    concurrency: 1,
    onItemError: "stop",
    limit: 1,
  });
});

test("it leaves by out with what its body answered", () => {
  expect(collect([{ kind: "finished", output: { id: 7 } }], false)).toEqual({
    port: "out",
    output: { id: 7 },
  });
});

test("an empty body answers null", () => {
  expect(collect([], false)).toEqual({ port: "out", output: null });
});

test("a failure leaves by error, with its code, message and node", () => {
  const error = { code: "network", message: "no route", node: "ask" };

  expect(collect([{ kind: "failed", error }], true)).toEqual({ port: "error", output: { error } });
});
