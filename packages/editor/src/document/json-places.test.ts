import type { Json, JsonObject } from "@sluice/workflow/node-contract";
import type { PathSegment } from "@sluice/workflow/variables";
import fc from "fast-check";
import { expect, test } from "vitest";
import { jsonAt, withJsonAt, withoutJsonAt } from "./json-places.ts";

const path = (...steps: (string | number)[]): PathSegment[] =>
  steps.map((step) =>
    typeof step === "number" ? { kind: "index", index: step } : { kind: "key", name: step },
  );
const order = '{\n  "id": 12345678901234567890,\n  "lines": [ {"sku":"A"} ],\n  "to": {}\n}';

test.each<[string, PathSegment[], string | undefined]>([
  [order, path("id"), "12345678901234567890"],
  [order, path("lines", 0, "sku"), '"A"'],
  [order, path("lines", 1), undefined],
  [order, path("id", "none"), undefined],
  ['{"a":1,"a":2}', path("a"), "2"],
  ['{"\\u0061":1}', path("a"), "1"],
  ["[true]", path(0), "true"],
  ["7", [], "7"],
  ["", path("a"), undefined],
])("in %s at %j stands %s", (text, at, expected) => {
  expect(jsonAt(text, at)).toBe(expected);
});

test.each<[string, PathSegment[], string, string | undefined]>([
  [order, path("lines", 0, "sku"), '"B"', order.replace('"A"', '"B"')],
  [order, path("paid"), "true", order.replace("{}\n}", '{},\n  "paid": true\n}')],
  [order, path("to", "name"), '"Ada"', order.replace('"to": {}', '"to": {"name": "Ada"}')],
  [order, path("to", "city", "zip"), "1", order.replace("{}", '{"city": {"zip": 1}}')],
  [order, path("lines", 1), "2", order.replace('"A"} ]', '"A"}, 2 ]')],
  ["", path("a", "b"), "1", '{"a": {"b": 1}}'],
  ["", path("a", 0, "b"), "1", '{"a": [{"b": 1}]}'],
  [" {} ", path("a"), "1", ' {"a": 1} '],
  ["{ }", path("a"), "1", '{"a": 1}'],
  ['{"a":1}', path("b"), "2", '{"a":1, "b": 2}'],
  ['{"a":1,"a":2}', path("a"), "3", '{"a":1,"a":3}'],
  ['{"to":null}', path("to", "name"), "1", '{"to":{"name": 1}}'],
  // A number, a text or a list that is too short stands in the way.
  [order, path("id", "x"), "1", undefined],
  [order, path("lines", 3), "1", undefined],
  [order, path("none", 1), "1", undefined],
  ["[]", path("a"), "1", undefined],
])("%s with %j set to %s", (text, at, json, expected) => {
  expect(withJsonAt(text, at, json)).toBe(expected);
});

test.each<[string, PathSegment[], string]>([
  ['{"a":1, "b":2}', path("a"), '{"b":2}'],
  ['{"a":1, "b":2}', path("b"), '{"a":1}'],
  ['{ "a": 1 }', path("a"), "{  }"],
  ['{"a":{"b":1}}', path("a", "b"), '{"a":{}}'],
  ['{"a":[1]}', path("a", 0), '{"a":[1]}'],
  ['{"a":1}', path("none"), '{"a":1}'],
  ["7", [], "7"],
])("%s without %j", (text, at, expected) => {
  expect(withoutJsonAt(text, at)).toBe(expected);
});

test("whatever is set, the rest says the same, and leaving it out again gives the object without it", () => {
  const key = fc.string({ minLength: 1, maxLength: 4 }).filter((name) => name !== "__proto__");
  fc.assert(
    fc.property(
      fc.dictionary(key, fc.jsonValue({ maxDepth: 2 })),
      key,
      fc.jsonValue({ maxDepth: 2 }),
      fc.constantFrom(0, 2),
      (object, name, value, indent) => {
        const text = JSON.stringify(object, null, indent);
        const set = withJsonAt(text, path(name), JSON.stringify(value)) ?? "";
        const wanted: JsonObject = {
          ...(JSON.parse(text) as JsonObject),
          [name]: JSON.parse(JSON.stringify(value)) as Json,
        };
        expect(JSON.parse(set)).toEqual(wanted);
        const { [name]: _, ...rest } = wanted;
        expect(JSON.parse(withoutJsonAt(set, path(name)))).toEqual(rest);
      },
    ),
    { numRuns: 300 },
  );
});
