import { configIssues, type JsonObject } from "@sluice/workflow/node-contract";
import { expect, test } from "vitest";
import { runExample, runNode } from "../testing/run-node.ts";
import { end } from "./definition.ts";
import { runEnd } from "./run.ts";

const finish = (config: JsonObject, trigger: JsonObject = {}) =>
  runNode(runEnd, { config, scope: { trigger } });

test("the example fails by design, with its message", async () => {
  const message = "Order A-17 is unknown";

  expect(await runExample(runEnd)).toEqual({ end: "failed", message, output: { status: "failed", message } });
});

test("it succeeds when nothing is said", async () => {
  expect(await finish({})).toEqual({ end: "succeeded", output: { status: "succeeded", message: null } });
});

test("a message that comes out empty is none", async () => {
  const result = await finish({ status: "failed", message: "{{ trigger.missing }}" });

  expect(result).toEqual({ end: "failed", output: { status: "failed", message: null } });
});

test("a message may be any value, as text", async () => {
  expect(await finish({ message: "{{ trigger.n }}" }, { n: 7 })).toMatchObject({ message: "7" });
});

test("any other status is an issue, a template too: how it ends is drawn, not computed", () => {
  expect(configIssues(end, { status: "cancelled" })).toMatchObject([{ at: ["status"] }]);
  expect(configIssues(end, { status: "{{ trigger.status }}" })).toMatchObject([{ at: ["status"] }]);
});

test("a message over 2,000 characters does not parse", async () => {
  await expect(finish({ message: "{{ trigger.long }}" }, { long: "x".repeat(2001) })).rejects.toMatchObject({
    name: "ZodError",
  });
});

test("its card says how it ends, in the reader's language", () => {
  expect(end.summarize?.({}, "en")).toBe("Succeeded");
  expect(end.summarize?.({ status: "failed", message: "no stock" }, "fr")).toBe("Échec: no stock");
});
