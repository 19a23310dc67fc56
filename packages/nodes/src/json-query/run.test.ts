import { configIssues, type Json, type JsonObject } from "@sluice/workflow/node-contract";
import { describe, expect, test } from "vitest";
import { runExample, runNode } from "../testing/run-node.ts";
import { jsonQuery } from "./definition.ts";
import { runJsonQuery } from "./run.ts";

const order: Json = {
  id: 7,
  items: [
    { product: { sku: "A" }, qty: 2 },
    { product: { sku: "B" }, qty: 1 },
  ],
};

async function ask(query: string, more: JsonObject = {}, input: Json = order): Promise<Json> {
  const result = await runNode(runJsonQuery, {
    config: { query, ...more },
    input,
    scope: { trigger: { order } },
  });
  if (!("port" in result)) throw new Error("it did not go on");
  expect(result.port).toBe("out");
  return result.output;
}

test("the example keeps two fields of what was ordered twice", async () => {
  expect(await runExample(runJsonQuery)).toEqual({ port: "out", output: [{ sku: "A-1", qty: 2 }] });
});

describe("each language", () => {
  test.each<[string, string, Json]>([
    ["jsonpath", "$.id", 7],
    ["jsonpath", "$.missing", null],
    ["jsonpath", "$.items[?@.qty > 1].product.sku", ["A"]],
    ["jsonpath-plus", "$.id", [7]],
    ["jsonpath-plus", "$.items[*].product.sku^^.qty", [2, 1]],
    ["jsonata", "items[qty > 1].product.sku", "A"],
    ["jsonata", "$sum(items.qty)", 3],
  ])("%s %s", async (language, query, output) => {
    expect(await ask(query, { language })).toEqual(output);
  });

  test("jsonpath runs without the sandbox, and without a promise", () => {
    const config = { language: "jsonpath", query: "$.id", fields: [] } as const;
    const context = { sandbox: () => Promise.reject(new Error("not here")) };
    const result = runJsonQuery.run({ config, input: order, context } as never);
    expect(result).toEqual({ port: "out", output: 7 });
  });
});

test("the value is a template, or else the output of the step before", async () => {
  expect(await ask("$.order.id", { value: "{{ trigger }}" }, null)).toBe(7);
  expect(await ask("$[1]", { value: [1, "{{ trigger.order.id }}"] }, null)).toBe(7);
  expect(await ask("$", {}, false)).toBe(false);
  expect(await ask("$", { language: "jsonpath-plus", value: null })).toEqual([null]);
});

describe("fields", () => {
  const fields = [{ path: "product.sku", alias: "sku" }, { path: "product.sku" }, { path: "nope" }];

  test("of each object in a list, and of an object", async () => {
    expect(await ask("$.items[*]", { fields })).toEqual([
      { sku: "A", product_sku: "A", nope: null },
      { sku: "B", product_sku: "B", nope: null },
    ]);
    expect(await ask("$.items[0]", { fields })).toEqual({ sku: "A", product_sku: "A", nope: null });
    expect(await ask("items", { language: "jsonata", fields: [{ path: "qty" }] })).toEqual([
      { qty: 2 },
      { qty: 1 },
    ]);
  });

  test("what is no object stays as it is", async () => {
    expect(await ask("$.id", { fields })).toBe(7);
    expect(await ask("$.items[*].qty", { fields })).toEqual([2, 1]);
  });
});

test("a path with too many results fails the step", async () => {
  const wide = { list: Array.from({ length: 10_001 }, (_, n) => n) };
  await expect(ask("$.list[*]", {}, wide)).rejects.toMatchObject({ code: "query-failed" });
});

test("a query that cannot be answered fails the step", async () => {
  await expect(ask("$sum((", { language: "jsonata" })).rejects.toMatchObject({ code: "code-failed" });
});

test("a query is never put together from data", async () => {
  expect(configIssues(jsonQuery, { query: "{{ trigger.path }}" })).toMatchObject([{ at: ["query"] }]);
  await expect(ask("{{ trigger.path }}", { language: "jsonata" })).rejects.toMatchObject({
    code: "code-failed",
  });
});

test.each<[JsonObject, (string | number)[]]>([
  [{ query: "" }, ["query"]],
  [{ query: "items" }, ["query"]],
  [{ query: "$.a[?(@.b)" }, ["query"]],
  [{ query: "$.items[(@.length-1)]" }, ["query"]],
  [{ query: "$..__proto__" }, ["query"]],
  [{ query: "$", fields: [{ path: "a..b" }] }, ["fields", 0, "path"]],
  [{ query: "$", fields: [{ path: "a", alias: "__proto__" }] }, ["fields", 0, "alias"]],
  [{ query: "$", language: "jmespath" }, ["language"]],
  [{ query: "$.items[?(@.qty > 1)]", language: "jsonpath-plus" }, ["query"]],
  [{ query: "$.items[?@.qty > 1]", language: "jsonpath-plus" }, ["query"]],
  [{ query: "$.items[(@.length-1)]", language: "jsonpath-plus" }, ["query"]],
])("%j is an issue before it is published", (config, at) => {
  expect(configIssues(jsonQuery, config)).toMatchObject([{ at }]);
});
