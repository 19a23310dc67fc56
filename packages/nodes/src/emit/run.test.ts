import { configIssues, type JsonObject } from "@sluice/workflow/node-contract";
import { expect, test } from "vitest";
import { runExample, runNode } from "../testing/run-node.ts";
import { emit } from "./definition.ts";
import { runEmit } from "./run.ts";

const publish = (config: JsonObject, trigger: JsonObject = {}) =>
  runNode(runEmit, { config, scope: { trigger } });

test("the example publishes its event and says what it was", async () => {
  const event = { type: "order.paid", data: { id: "A-17" } };

  expect(await runExample(runEmit)).toEqual({ port: "out", output: event, emit: [event] });
});

test("data may be any value, and is null when nothing is said", async () => {
  expect(await publish({ type: "tick" })).toMatchObject({ emit: [{ type: "tick", data: null }] });
  expect(await publish({ type: "tick", data: "{{ trigger.list }}" }, { list: [1] })).toMatchObject({
    emit: [{ data: [1] }],
  });
});

test("the type may come from a template, and is judged then", async () => {
  expect(await publish({ type: "order.{{ trigger.what }}" }, { what: "paid" })).toMatchObject({
    output: { type: "order.paid" },
  });
  await expect(publish({ type: "order.{{ trigger.what }}" }, { what: "Paid!" })).rejects.toMatchObject({
    name: "ZodError",
  });
});

test.each(["", "Order", "a..b", ".a", "a.", "a b", "a-b", `a.${"b".repeat(127)}`])(
  "%j is no type",
  (type) => {
    expect(configIssues(emit, { type })).toHaveLength(1);
  },
);

test.each(["a", "order.paid", "order_2.line.added", `a.${"b".repeat(126)}`])("%s is a type", (type) => {
  expect(configIssues(emit, { type })).toEqual([]);
});
