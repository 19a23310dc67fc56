import { describe, expect, test } from "vitest";
import { triggerVariableSchema } from "../document/webhook-trigger.ts";
import type { Json } from "../node-contract/json.ts";
import { driftOf, unsettled } from "./compare.ts";
import { knownShape } from "./known-shape.ts";
import { parentOf, shapeOf } from "./shape.ts";

const variable = (path: string, type = "string") =>
  triggerVariableSchema.parse({ key: "k", from: "body", path, type });
const example = {
  id: "a",
  n: 1,
  at: "2026-01-31T09:00:00Z",
  none: null,
  rows: [{ sku: "x" }],
  who: { name: "A" },
};
const known = (more: { variables?: ReturnType<typeof variable>[] } = {}) =>
  knownShape({ examples: { body: JSON.stringify(example) }, variables: more.variables ?? [] }).body;
const told = (value: Json, part = known()) =>
  part ? driftOf("body", part, value).map(({ path, kind, got }) => `${kind} ${path} ${got}`) : [];

describe("the shape of a body", () => {
  test("is read over lists, and bounded", () => {
    expect([...shapeOf({ a: [{ b: 1 }, { b: 2.5, "c d": null }] })]).toEqual([
      ["a", "array"],
      ["a[*].b", "number"],
      ['a[*]["c d"]', "null"],
    ]);
    expect(shapeOf(Object.fromEntries(Array.from({ length: 5000 }, (_, at) => [`k${at}`, at]))).size).toBe(
      1000,
    );
    let deep: Json = 1;
    for (let level = 0; level < 400; level += 1) deep = { a: deep };
    expect(shapeOf(deep).size).toBe(16);
  });

  test.each([
    ["a", ""],
    ["a.b", "a"],
    ["a[*].b", "a"],
    ['a["x.y"]', "a"],
    ['["x y"]', ""],
    ["a[*][*].b.c", "a[*][*].b"],
  ])("%s stands in %j", (path, parent) => {
    expect(parentOf(path)).toBe(parent);
  });
});

describe("drift", () => {
  test.each<[string, Json, string[]]>([
    ["nothing", example, []],
    [
      "a new field, and a new object as one",
      { ...example, x: 1, ship: { to: "B" } },
      ["new x integer", "new ship object"],
    ],
    ["a new field in a list", { ...example, rows: [{ sku: "x", qty: 1 }] }, ["new rows[*].qty integer"]],
    [
      "another type",
      { ...example, id: 7, n: 1.5, none: { a: 1 } },
      ["type id integer", "new none.a integer"],
    ],
    ["null is no other type, a date is text", { ...example, id: null, at: "soon" }, []],
    [
      "what is missing, where it could have been",
      { id: "a", n: 1, at: "x", none: 1, rows: [], who: {} },
      ["missing who.name missing"],
    ],
    ["another kind of body altogether", [1, 2], []],
  ])("%s", (_, value, expected) => {
    expect(told(value)).toEqual(expected);
  });

  test("is not where a variable looks: its type is the contract's, and what it stands in is known", () => {
    const part = known({ variables: [variable("id", "string"), variable("new.deep[0].x")] });
    expect(told({ ...example, id: 7, new: { deep: [{ x: 1 }] } }, part)).toEqual([]);
  });

  test("is not looked for without an example", () => {
    expect(knownShape({ examples: { body: "{" }, variables: [variable("id")] })).toEqual({});
    expect(knownShape({ variables: [] })).toEqual({});
  });

  test("is settled when the trigger has learned of it", () => {
    const base = { examples: { body: JSON.stringify(example) }, variables: [] };
    const at = (path: string, kind: "new" | "type" | "missing", got = "integer") =>
      ({ from: "body", path, kind, expected: "", got }) as const;
    const seen = [at("x", "new"), at("id", "type"), at("who.name", "missing"), at("gone", "missing")];
    const left = (trigger: Parameters<typeof unsettled>[1]) =>
      unsettled(seen, trigger).map(({ path }) => path);
    expect(left(base)).toEqual(["x", "id", "who.name"]);
    expect(left({ ...base, variables: [variable("x", "integer"), variable("id", "integer")] })).toEqual([
      "who.name",
    ]);
    expect(left({ ...base, examples: { body: '{"id":1,"x":2,"who":{}}' } })).toEqual([]);
    expect(left({ ...base, variables: [variable("id", "string")] })).toEqual(["x", "id", "who.name"]);
  });
});
