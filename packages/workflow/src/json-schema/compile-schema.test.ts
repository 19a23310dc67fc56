import { describe, expect, test } from "vitest";
import type { Json, JsonObject } from "../node-contract/json.ts";
import { compileSchema } from "./compile-schema.ts";
import { schemaFromExample } from "./schema-from-example.ts";

const said = (schema: Json, value: Json) =>
  compileSchema(schema)
    .check(value)
    .map(({ path, expected, got }) => `${path}: ${expected}, got ${got}`);

describe("what a violation says", () => {
  test.each<[string, JsonObject, Json, string[]]>([
    ["a type", { type: ["string", "null"] }, 7, ["$: string or null, got number"]],
    [
      "all at once, each at its place",
      {
        required: ["id"],
        properties: { id: { type: "integer" }, rows: { items: { properties: { n: { minimum: 1 } } } } },
      },
      { rows: [{ n: 1 }, { n: 0 }] },
      ["id: integer, got missing", "rows[1].n: at least 1, got a smaller number"],
    ],
    ["an odd key", { additionalProperties: false }, { "a b": 1 }, ['["a b"]: nothing here, got number']],
    ["a choice", { enum: ["eur", "usd"] }, "xxx", ['$: one of "eur", "usd", got something else']],
    [
      "the alternative that is meant",
      {
        oneOf: [
          { properties: { kind: { const: "a" }, n: { type: "number" } } },
          { properties: { kind: { type: "string" } }, type: "array" },
        ],
      },
      { kind: "a", n: "x" },
      ["n: number, got string"],
    ],
    [
      "no alternative",
      { anyOf: [{ type: "number" }, { minLength: 3 }] },
      "ab",
      ["$: one of 2 alternatives, got string"],
    ],
    [
      "a key's name",
      { propertyNames: { maxLength: 2 } },
      { abc: 1 },
      ["abc: a key that is at most 2 characters, got another key"],
    ],
    ["decimal fractions", { multipleOf: 0.1 }, 0.3, []],
    ["a pattern", { pattern: "^a+$" }, "ab", ["$: text with the pattern ^a+$, got other text"]],
    ["a format", { format: "date-time" }, "2026-01-31", ["$: text of the format date-time, got other text"]],
  ])("%s", (_, schema, value, expected) => {
    expect(said(schema, value)).toEqual(expected);
  });

  test("never the value: neither a text nor a number of the body is repeated", () => {
    const schema = {
      properties: {
        a: { const: 1 },
        b: { pattern: "^x" },
        c: { maximum: 5 },
        d: { enum: [1] },
        e: { format: "email" },
      },
      additionalProperties: false,
    };
    const text = JSON.stringify(
      compileSchema(schema).check({ a: "s3cret", b: "s3cret", c: 998877, d: { s3cret: 1 }, e: "s3cret" }),
    );
    expect(text).not.toMatch(/s3cret|998877/);
  });

  test("stays bounded: fifty violations, each of few words", () => {
    const found = compileSchema({ items: { const: "x".repeat(5000) } }).check(
      Array.from({ length: 500 }, () => 1),
    );
    expect(found).toHaveLength(50);
    expect(found.every(({ expected }) => expected.length <= 200)).toBe(true);
    const [wide] = compileSchema({ additionalProperties: false }).check({ ["k".repeat(9000)]: 1 });
    expect(wide?.path.length).toBeLessThanOrEqual(200);
  });
});

describe("a schema that cannot be used", () => {
  test.each<[Json, string | RegExp]>([
    [7, "at # there must be a schema: an object, true or false"],
    [{ type: "text" }, /^type at # takes null, boolean/],
    [{ properties: { a: { minimum: "1" } } }, "minimum at #/properties/a takes a number"],
    [{ items: [{ type: "string" }] }, "items at # takes one schema"],
    [{ dependencies: {} }, /^dependencies at # is of an older draft; write dependentRequired/],
    [{ $schema: "http://json-schema.org/draft-07/schema#" }, /^\$schema names .*draft-07/],
    [
      { $ref: "https://example.com/order.json" },
      /^the reference .* leads out of this schema; nothing is loaded/,
    ],
    [{ $ref: "#/$defs/none" }, 'the reference "#/$defs/none" leads to nothing in this schema'],
    [{ $ref: "#" }, "the schema at # refers to itself without going down into the value"],
    [
      {
        $ref: "#/$defs/a",
        $defs: { a: { allOf: [{ $ref: "#/$defs/b" }] }, b: { not: { $ref: "#/$defs/a" } } },
      },
      /refers to itself/,
    ],
    [{ pattern: "(?=a)" }, /^the pattern .* is not taken/],
    [{ pattern: "(a)\\1" }, /^the pattern .* is not taken/],
    [{ patternProperties: { "(": true } }, /^the pattern .* is not taken/],
    [{ pattern: "(?:a{1000}){1000}" }, /^the pattern .* is not taken/],
    [{ allOf: Array.from({ length: 6000 }, () => ({ type: "string" })) }, "it holds more than 5000 schemas"],
  ])("%#", (schema, message) => {
    const [problem] = compileSchema(schema).problems;
    if (typeof message === "string") expect(problem?.message.en).toBe(message);
    else expect(problem?.message.en).toMatch(message);
    expect(problem?.message.fr).toBeTruthy();
    expect(problem?.message.fr).not.toMatch(/\{[a-z]+\}/);
  });

  test("checks nothing, rather than half of it", () => {
    expect(compileSchema({ type: "number", minimum: "x" }).check("text")).toEqual([]);
  });
});

describe("hostile work ends", () => {
  const doubling: JsonObject = {
    $ref: "#/$defs/a0",
    $defs: Object.fromEntries(
      Array.from({ length: 40 }, (_, at) => [
        `a${at}`,
        at === 39
          ? { type: "string" }
          : { anyOf: [{ $ref: `#/$defs/a${at + 1}` }, { $ref: `#/$defs/a${at + 1}` }] },
      ]),
    ),
  };
  let deep: Json = 1;
  for (let level = 0; level < 511; level += 1) deep = { a: deep };
  const twins: JsonObject = {
    anyOf: [
      { properties: { a: { $ref: "#" } }, required: ["b"] },
      { properties: { a: { $ref: "#" } }, required: ["c"] },
    ],
  };
  test.each<[string, Json, Json, string]>([
    ["schemas that double", doubling, 1, "too much"],
    ["alternatives at every level of a deep body", twins, deep, "too much"],
    ["a pattern that would backtrack", { pattern: "^(a+)+$" }, `${"a".repeat(50_000)}b`, "other text"],
    [
      "a large text for a large pattern",
      { items: { pattern: "(?:a|b){400}c" } },
      Array.from({ length: 100 }, () => "ab".repeat(5000)),
      "too much",
    ],
    [
      "a long list of equal lists",
      { uniqueItems: true },
      Array.from({ length: 20_000 }, (_, at) => [[at], "x".repeat(40)]),
      "",
    ],
  ])("%s", (_, schema, value, got) => {
    const before = performance.now();
    const [first] = compileSchema(schema).check(value);
    expect(performance.now() - before).toBeLessThan(20_000);
    expect(first?.got ?? "").toBe(got);
  });

  test("a body as deep as the door takes is checked at each level, on a small stack", () => {
    const list = { type: "object", properties: { a: { $ref: "#/$defs/next" } }, $defs: { next: {} } };
    (list.$defs as JsonObject).next = {
      anyOf: [{ type: "number" }, { type: "object", properties: { a: { $ref: "#/$defs/next" } } }],
    };
    let shallow: Json = "x";
    for (let level = 0; level < 150; level += 1) shallow = { a: shallow };
    expect(compileSchema(list).check(shallow)).toHaveLength(1);
    expect(compileSchema({ type: "object", properties: { a: { $ref: "#" } } }).check(deep)).toEqual([
      { path: expect.stringMatching(/^a\.a\.a/), expected: "object", got: "number" },
    ]);
  });
});

test("a schema made from an example is one that the example meets, and that says what it holds", () => {
  const example = {
    id: "a",
    at: "2026-01-31T09:00:00Z",
    rows: [{ n: 1 }, { n: 2.5, x: null }],
    none: null,
    list: [],
  };
  const schema = schemaFromExample(example);
  const { problems, check } = compileSchema(schema);
  expect(problems).toEqual([]);
  expect(check(example)).toEqual([]);
  expect(schema).toMatchObject({
    type: "object",
    required: ["id", "at", "rows", "none", "list"],
    properties: {
      at: { type: "string", format: "date-time" },
      rows: { items: { required: ["n"], properties: { n: { type: "number" }, x: { type: "null" } } } },
      list: { type: "array" },
    },
  });
  expect(check({ ...example, id: 7 })).toEqual([{ path: "id", expected: "string", got: "number" }]);
});
