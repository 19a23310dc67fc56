import { describe, expect, test } from "vitest";
import type { Json, JsonObject } from "../node-contract/json.ts";
import { compileSchema } from "./compile-schema.ts";
import { phrases, violationWords, wordsOf } from "./phrases.ts";

const types: Readonly<Record<string, string>> = { string: "texte", number: "nombre", missing: "absent" };
const inFrench = (said: string) => violationWords(said, "fr", (type) => types[type] ?? type);
const said = (schema: Json, value: Json) =>
  compileSchema(schema)
    .check(value)
    .map(({ expected, got }) => `${inFrench(expected)} ← ${inFrench(got)}`);

describe("what a violation says, in French", () => {
  test.each<[JsonObject, Json, string[]]>([
    [{ type: ["string", "number"] }, true, ["texte ou nombre ← boolean"]],
    [{ required: ["id"], properties: { id: { type: "string" } } }, {}, ["texte ← absent"]],
    [{ required: ["id"] }, {}, ["une valeur ← absent"]],
    [{ anyOf: [{ type: "number" }, { minLength: 3 }] }, "ab", ["une alternative sur 2 ← texte"]],
    [{ oneOf: [{ minimum: 1 }, { minimum: 2 }] }, 3, ["exactement une alternative sur 2 ← 2 d’entre elles"]],
    [{ not: { type: "string" } }, "a", ["une valeur que `not` ne décrit pas ← texte"]],
    [
      { enum: ["one of 2 alternatives", 1] },
      2,
      ['une valeur parmi "one of 2 alternatives", 1 ← autre chose'],
    ],
    [{ const: { code: "nothing" } }, 2, ['exactement {"code":"nothing"} ← autre chose']],
    [{ const: "a\nb at least 3" }, 2, ['exactement "a\\nb at least 3" ← autre chose']],
    [{ minLength: 2 }, "", ["au moins 2 caractères ← 0 caractère"]],
    [{ maxLength: 1 }, "ab", ["au plus 1 caractère ← 2 caractères"]],
    [{ minimum: -0.5 }, -1, ["au moins -0.5 ← un nombre plus petit"]],
    [{ exclusiveMaximum: 1e21 }, 1e22, ["moins de 1e+21 ← un nombre plus grand"]],
    [{ pattern: "^a or b\n$" }, "ab", ["un texte qui suit le motif ^a or b\n$ ← un autre texte"]],
    [{ format: "date-time" }, "x", ["un texte au format date-time ← un autre texte"]],
    [
      { contains: { type: "number" }, minContains: 2 },
      [1],
      ["au moins 2 éléments comme le dit `contains` ← 1"],
    ],
    [{ minProperties: 2 }, { a: 1 }, ["au moins 2 clés ← 1 clé"]],
    [
      { propertyNames: { maxLength: 2 } },
      { abc: 1 },
      ["une clé de cette sorte : au plus 2 caractères ← une autre clé"],
    ],
    [{ additionalProperties: false }, { a: 1 }, ["rien ici ← nombre"]],
  ])("%j", (schema, value, expected) => {
    expect(said(schema, value)).toEqual(expected);
  });

  test("every phrase is read back as itself, and says something else in French", () => {
    for (const [code, text] of Object.entries(phrases)) {
      const phrase = { code, given: 3, inner: { code: "nothing" } } as Parameters<typeof wordsOf>[0];
      const english = wordsOf(phrase);
      expect(english).not.toMatch(/\{\w+\}/);
      expect(violationWords(english, "en")).toBe(english);
      if (text.en !== text.fr) expect(violationWords(english, "fr")).not.toBe(english);
    }
  });

  test("what is none of ours stays as it is", () => {
    for (const text of ["", "not empty", "list of number", "At least 3"]) expect(inFrench(text)).toBe(text);
  });
});
