import type { Json, JsonObject } from "../node-contract/json.ts";
import { checkBelow } from "./check-below.ts";
import { below, type Evaluation, type Given } from "./evaluation.ts";
import { isObject } from "./keywords.ts";
import { matches } from "./matches.ts";
import type { Phrase } from "./phrases.ts";
import { typesPhrase } from "./words.ts";

interface ObjectGiven extends Given {
  readonly value: JsonObject;
}

export function checkObject(evaluation: Evaluation, schema: JsonObject, given: ObjectGiven): boolean {
  const { value, at } = given;
  const { minProperties: least, maxProperties: most } = schema;
  let ok = checkRequired(evaluation, schema, given);
  const keys = Object.keys(value);
  const number: Phrase = { code: "keys", given: keys.length };
  if (typeof least === "number" && keys.length < least) {
    ok = evaluation.violate(at, { code: "least-keys", given: least }, value, number);
  }
  if (typeof most === "number" && keys.length > most) {
    ok = evaluation.violate(at, { code: "most-keys", given: most }, value, number);
  }
  if (schema.propertyNames !== undefined) ok = checkNames(evaluation, schema.propertyNames, given) && ok;
  return checkProperties(evaluation, schema, given) && ok;
}

function checkRequired(evaluation: Evaluation, schema: JsonObject, { value, at }: ObjectGiven): boolean {
  const needed: Json[] = Array.isArray(schema.required) ? [...schema.required] : [];
  if (isObject(schema.dependentRequired)) {
    for (const [key, names] of Object.entries(schema.dependentRequired)) {
      if (Object.hasOwn(value, key) && Array.isArray(names)) needed.push(...names);
    }
  }
  evaluation.charge(needed.length);
  let ok = true;
  for (const name of needed) {
    if (typeof name !== "string" || Object.hasOwn(value, name)) continue;
    const property =
      isObject(schema.properties) && Object.hasOwn(schema.properties, name) && schema.properties[name];
    const expected = typesPhrase(isObject(property || undefined) ? (property as JsonObject).type : undefined);
    ok = evaluation.violate(below(at, name), expected, undefined);
  }
  return ok;
}

function checkNames(evaluation: Evaluation, schema: Json, { value, at }: ObjectGiven): boolean {
  let ok = true;
  for (const key of Object.keys(value)) {
    const named = { value: key, at: below(at, key), marks: undefined };
    const { ok: fits, found } = evaluation.trial(() => evaluation.check(schema, named));
    if (fits) continue;
    ok = false;
    evaluation.tell(
      found.map(({ at, expected }) => ({
        at,
        expected: { code: "key", inner: expected },
        got: { code: "other-key" },
      })),
    );
  }
  return ok;
}

function checkProperties(
  evaluation: Evaluation,
  schema: JsonObject,
  { value, at, marks }: ObjectGiven,
): boolean {
  const { properties, patternProperties, additionalProperties } = schema;
  if (properties === undefined && patternProperties === undefined && additionalProperties === undefined)
    return true;
  const named = isObject(properties) ? properties : undefined;
  const byPattern = isObject(patternProperties) ? Object.entries(patternProperties) : [];
  let ok = true;
  for (const key of Object.keys(value)) {
    evaluation.charge(1);
    const step = { value, at, step: key };
    let looked = false;
    if (named !== undefined && Object.hasOwn(named, key)) {
      looked = true;
      ok = checkBelow(evaluation, named[key] ?? true, step) && ok;
    }
    for (const [pattern, inner] of byPattern) {
      if (!matches(evaluation, pattern, key)) continue;
      looked = true;
      ok = checkBelow(evaluation, inner, step) && ok;
    }
    if (!looked && additionalProperties !== undefined) {
      looked = true;
      ok = checkBelow(evaluation, additionalProperties, step) && ok;
    }
    if (looked) marks?.keys.add(key);
  }
  return ok;
}
