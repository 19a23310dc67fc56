import { configIssues, type JsonObject, type Woken } from "@sluice/workflow/node-contract";
import { describe, expect, test } from "vitest";
import { runExample, runNode } from "../testing/run-node.ts";
import { call } from "./definition.ts";
import { runCall } from "./run.ts";

const wake = (woken: Woken) => runCall.wake?.({ input: null, memo: null, woken });
const begin = (config: JsonObject, trigger: JsonObject = {}) =>
  runNode(runCall, { config: { workflow: "wf_1", ...config }, scope: { trigger } });

test("the example calls and waits as long as it takes", async () => {
  expect(await runExample(runCall)).toEqual({
    wait: { for: "call", until: null, workflowId: "wf_billing", input: { order: "A-17" } },
  });
});

test("it waits for a limited time when one is given", async () => {
  expect(await begin({ timeout: 2, unit: "hours" })).toMatchObject({
    wait: { until: Date.parse("2026-01-02T05:04:05.000Z"), input: {} },
  });
});

test("without waiting it starts the workflow and goes on", async () => {
  expect(await begin({ wait: false, input: { n: "{{ trigger.n }}" } }, { n: 3 })).toEqual({
    port: "out",
    output: { started: true },
    start: [{ workflowId: "wf_1", input: { n: 3 } }],
  });
});

test.each([[[1]], ["x"], [null]])("an input of %j has no fields: the step fails", async (value) => {
  await expect(begin({ input: "{{ trigger.v }}" }, { v: value })).rejects.toMatchObject({
    name: "NodeError",
    code: "input-not-an-object",
  });
});

describe("what the called workflow does", () => {
  const ended = { by: "call", executionId: "exe_9", output: { total: 3 }, error: null } as const;

  test("its output is the output", () => {
    expect(wake({ ...ended, status: "succeeded" })).toEqual({ port: "out", output: { total: 3 } });
  });

  test("its failure fails the step, with its id, status and message", () => {
    const error = { code: "network", message: "no route" };
    expect(() => wake({ ...ended, status: "failed", output: null, error })).toThrow(
      expect.objectContaining({
        code: "call-failed",
        message: "the called execution exe_9 failed (network): no route",
      }),
    );
  });

  test.each([
    ["cancelled", "exe_9 was cancelled"],
    ["timed-out", "exe_9 timed out"],
  ] as const)("%s fails the step too", (status, message) => {
    expect(() => wake({ ...ended, status })).toThrow(
      expect.objectContaining({ code: "call-failed", message: expect.stringContaining(message) }),
    );
  });

  test("no end in time fails the step; trying again would start it twice", () => {
    expect(() => wake({ by: "moment" })).toThrow(
      expect.objectContaining({ code: "call-timeout", kind: "other" }),
    );
  });
});

test("a workflow must be chosen", () => {
  expect(configIssues(call, {})).toMatchObject([{ at: ["workflow"], kind: "missing" }]);
  expect(configIssues(call, { workflow: "" })).toMatchObject([{ at: ["workflow"], kind: "missing" }]);
});

test("its card says what it calls", () => {
  expect(call.summarize?.({ workflow: "wf_1", wait: false }, "en")).toBe("start wf_1");
  expect(call.summarize?.({}, "fr")).toBe("appeler ?");
});
