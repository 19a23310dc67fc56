import { configIssues, type JsonObject } from "@sluice/workflow/node-contract";
import { expect, test } from "vitest";
import { z } from "zod";
import { runExample, runNode, settled } from "../testing/run-node.ts";
import { set } from "./definition.ts";
import { runSet } from "./run.ts";

const build = async (fields: JsonObject, trigger: JsonObject = {}) =>
  settled(await runNode(runSet, { config: { fields }, scope: { trigger } })).output;

test("the example builds its object", async () => {
  expect(await runExample(runSet)).toEqual({
    port: "out",
    output: { total: 42, label: "Order A-17", customer: { name: "Ada", tags: ["new"] } },
  });
});

test("the output is the object of its fields, values keeping their type", async () => {
  const trigger = { n: 2, list: [1, 2], none: null };

  expect(
    await build(
      {
        n: "{{ trigger.n }}",
        text: "n={{ trigger.n }}",
        list: "{{ trigger.list }}",
        no: "{{ trigger.no }}",
        lit: 5,
      },
      trigger,
    ),
  ).toEqual({ n: 2, text: "n=2", list: [1, 2], no: null, lit: 5 });
});

test("what a template yields is never a template again", async () => {
  expect(await build({ a: "{{ trigger.a }}" }, { a: "{{ trigger.secret }}", secret: "s" })).toEqual({
    a: "{{ trigger.secret }}",
  });
});

test("no fields build an empty object", async () => {
  expect(await build({})).toEqual({});
});

test.each(["constructor", "prototype", ""])("the name %j is refused", (name) => {
  expect(configIssues(set, { fields: { [name]: 1 } })).not.toEqual([]);
});

test("a name __proto__ changes no prototype", async () => {
  const output = await build(JSON.parse('{ "__proto__": { "admin": true }, "a": 1 }'));

  expect(output).toEqual({ a: 1 });
  expect(Object.getPrototypeOf(output)).toBe(Object.prototype);
  expect((output as { admin?: unknown }).admin).toBeUndefined();
});

test("fields that are no object are refused, from a template too", async () => {
  expect(configIssues(set, { fields: [] })).not.toEqual([]);
  await expect(
    runNode(runSet, { config: { fields: "{{ trigger.a }}" }, scope: { trigger: { a: 1 } } }),
  ).rejects.toMatchObject({ name: "ZodError" });
});

test("a failed expression fails the step", async () => {
  await expect(build({ a: "{{ trigger.n.toFixed(500) }}" }, { n: 1 })).rejects.toMatchObject({
    name: "ExpressionError",
  });
});

test("its output is known as far as it shows", () => {
  const shape = set.outputOf?.({
    fields: { a: "{{ x }}", b: "x {{ y }}", c: { d: 1, e: [true, null] }, f: [] },
  });

  expect(z.toJSONSchema(shape ?? z.never()).properties).toMatchObject({
    b: { type: "string" },
    c: { type: "object", properties: { d: { type: "number" }, e: { type: "array" } } },
    f: { type: "array" },
  });
});
