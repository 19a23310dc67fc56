import type { Json, JsonObject } from "../node-contract/json.ts";

export const schemaTypes = ["null", "boolean", "object", "array", "number", "string", "integer"] as const;

/** What a keyword's value must be. Keywords that are not here are notes. */
export type KeywordShape =
  | "schema"
  | "schemas"
  | "schemasByName"
  | "reference"
  | "count"
  | "number"
  | "positive"
  | "boolean"
  | "text"
  | "pattern"
  | "names"
  | "namesByName"
  | "type"
  | "list";

export const keywordShapes: Readonly<Record<string, KeywordShape>> = {
  ...{ $ref: "reference", $dynamicRef: "reference", $anchor: "text", $dynamicAnchor: "text", $id: "text" },
  ...{ $defs: "schemasByName", definitions: "schemasByName", $comment: "text", $schema: "text" },
  ...{ type: "type", enum: "list", format: "text" },
  ...{ multipleOf: "positive", maximum: "number", minimum: "number" },
  ...{ exclusiveMaximum: "number", exclusiveMinimum: "number" },
  ...{ maxLength: "count", minLength: "count", pattern: "pattern" },
  ...{
    maxItems: "count",
    minItems: "count",
    uniqueItems: "boolean",
    maxContains: "count",
    minContains: "count",
  },
  ...{ maxProperties: "count", minProperties: "count", required: "names", dependentRequired: "namesByName" },
  ...{ allOf: "schemas", anyOf: "schemas", oneOf: "schemas", not: "schema" },
  ...{ if: "schema", then: "schema", else: "schema", dependentSchemas: "schemasByName" },
  ...{ prefixItems: "schemas", items: "schema", contains: "schema", unevaluatedItems: "schema" },
  ...{ properties: "schemasByName", patternProperties: "schemasByName", additionalProperties: "schema" },
  ...{ propertyNames: "schema", unevaluatedProperties: "schema" },
};

/** Of older drafts: left as notes they would check nothing, and nobody would notice. */
export const oldKeywords: Readonly<Record<string, string>> = {
  additionalItems: "prefixItems, items",
  dependencies: "dependentRequired, dependentSchemas",
  $recursiveRef: "$dynamicRef",
  $recursiveAnchor: "$dynamicAnchor",
};

/** Those that look at the same value as the schema they stand in. */
const inPlace = ["allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependentSchemas"] as const;

export function schemasInPlace(schema: JsonObject): Json[] {
  return inPlace.flatMap((keyword) => subschemas(schema, keyword).map(({ schema: inner }) => inner));
}

/** The schemas that stand in a keyword, with the way to each. */
export function subschemas(
  schema: JsonObject,
  keyword: string,
): { schema: Json; at: readonly (string | number)[] }[] {
  const value = schema[keyword];
  const shape = Object.hasOwn(keywordShapes, keyword) ? keywordShapes[keyword] : undefined;
  if (value === undefined) return [];
  if (shape === "schema") return [{ schema: value, at: [keyword] }];
  if (shape === "schemas" && Array.isArray(value)) {
    return value.map((inner, index) => ({ schema: inner, at: [keyword, index] }));
  }
  if (shape === "schemasByName" && isObject(value)) {
    return Object.entries(value).map(([name, inner]) => ({ schema: inner, at: [keyword, name] }));
  }
  return [];
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const wanted: Readonly<Record<KeywordShape, readonly [en: string, fr: string]>> = {
  schema: ["one schema", "un schéma"],
  schemas: ["a list of schemas, at least one", "une liste d’au moins un schéma"],
  schemasByName: ["schemas by name", "des schémas par nom"],
  reference: ["the text of a reference", "le texte d’une référence"],
  count: ["a whole number from 0", "un nombre entier à partir de 0"],
  number: ["a number", "un nombre"],
  positive: ["a number above 0", "un nombre supérieur à 0"],
  boolean: ["true or false", "true ou false"],
  text: ["a text", "un texte"],
  pattern: ["a regular expression", "une expression rationnelle"],
  names: ["a list of names", "une liste de noms"],
  namesByName: ["lists of names by name", "des listes de noms par nom"],
  type: [
    `${schemaTypes.join(", ")}, or a list of these`,
    `${schemaTypes.join(", ")}, ou une liste de ceux-ci`,
  ],
  list: ["a list", "une liste"],
};

/** What is wanted instead of a keyword's value; undefined: the value is right. */
export function wrongShape(shape: KeywordShape, value: Json): { en: string; fr: string } | undefined {
  if (fits[shape](value)) return undefined;
  const [en, fr] = wanted[shape];
  return { en, fr };
}

const isNames = (value: Json | undefined): boolean =>
  Array.isArray(value) && value.every((name) => typeof name === "string");
const isType = (value: Json) => schemaTypes.some((type) => type === value);

const fits: Readonly<Record<KeywordShape, (value: Json) => boolean>> = {
  // What stands inside is looked at as a schema of its own.
  schema: (value) => isObject(value) || typeof value === "boolean",
  schemas: (value) => Array.isArray(value) && value.length > 0,
  schemasByName: isObject,
  reference: (value) => typeof value === "string",
  count: (value) => Number.isInteger(value) && (value as number) >= 0,
  number: (value) => typeof value === "number",
  positive: (value) => typeof value === "number" && value > 0,
  boolean: (value) => typeof value === "boolean",
  text: (value) => typeof value === "string",
  pattern: (value) => typeof value === "string",
  names: isNames,
  namesByName: (value) => isObject(value) && Object.values(value).every(isNames),
  type: (value) => (Array.isArray(value) ? value.length > 0 && value.every(isType) : isType(value)),
  list: (value) => Array.isArray(value),
};
