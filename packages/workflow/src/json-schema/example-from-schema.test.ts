import fc from "fast-check";
import { expect, test } from "vitest";
import type { Json } from "../node-contract/json.ts";
import { compileSchema } from "./compile-schema.ts";
import { exampleFromSchema } from "./example-from-schema.ts";
import { schemaFromExample } from "./schema-from-example.ts";

test.each<[Json, Json | undefined]>([
  [true, {}],
  [{ const: 7 }, 7],
  [{ type: "string", default: "a", examples: ["b"] }, "a"],
  [{ type: "string", examples: ["b"] }, "b"],
  [{ enum: ["good", "bad"] }, "good"],
  [{ type: ["null", "string"] }, null],
  [{ type: "string", format: "email" }, "ada@example.com"],
  [{ type: "string", minLength: 6 }, "textxx"],
  [{ type: "integer", exclusiveMinimum: 9 }, 10],
  [{ type: "number", maximum: -2 }, -2],
  [{ type: "number", minimum: 0, maximum: 1 }, 1],
  [{ type: "integer", exclusiveMaximum: 1 }, 0],
  [{ type: "array", items: { type: "boolean" }, minItems: 2 }, [true, true]],
  [
    { type: "object", properties: { a: { type: "null" } }, required: ["a", "b"] },
    { a: null, b: {} },
  ],
  [{ anyOf: [{ type: "boolean" }, { type: "null" }] }, true],
  [{ $defs: { one: { type: "integer" } }, type: "array", items: { $ref: "#/$defs/one" } }, [1]],
  [
    {
      $defs: { base: { type: "object", properties: { id: { type: "integer" } }, required: ["id"] } },
      allOf: [{ $ref: "#/$defs/base" }, { properties: { name: { type: "string" } }, required: ["name"] }],
    },
    { id: 1, name: "text" },
  ],
  // None is found that meets these, or they ask for more and more, or are no schema.
  [{ type: "string", pattern: "^[0-9]{9}$" }, undefined],
  [{ not: {} }, undefined],
  [false, undefined],
  [{ $ref: "#" }, undefined],
  [{ type: "wrong" }, undefined],
])("an example of %j", (schema, expected) => {
  expect(exampleFromSchema(schema)).toEqual(expected);
});

test("of a schema that needs itself, what is left of it", () => {
  const schema = { type: "object", properties: { id: { type: "integer" }, next: { $ref: "#" } } };
  expect(exampleFromSchema(schema)).toMatchObject({ id: 1, next: { id: 1 } });
});

test("whatever a schema was taken from, its example meets it or there is none", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      const schema = schemaFromExample(value as Json);
      const example = exampleFromSchema(schema);
      if (example !== undefined) expect(compileSchema(schema).check(example)).toEqual([]);
    }),
    { numRuns: 200 },
  );
});
