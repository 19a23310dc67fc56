import type { Json, JsonObject } from "../node-contract/json.ts";
import { type Evaluation, type Given, liesDeeper, type Marks, merge, newMarks } from "./evaluation.ts";
import { isObject } from "./keywords.ts";
import type { Phrase } from "./phrases.ts";

/** `allOf`, `anyOf`, `oneOf`, `not`, `if`, `dependentSchemas`: further schemas for the same value. */
export function checkAlternatives(evaluation: Evaluation, schema: JsonObject, given: Given): boolean {
  const { value } = given;
  let ok = true;
  for (const inner of listOf(schema.allOf)) ok = evaluation.check(inner, given) && ok;
  if (Array.isArray(schema.anyOf)) ok = checkAny(evaluation, schema.anyOf, given) && ok;
  if (Array.isArray(schema.oneOf)) ok = checkOne(evaluation, schema.oneOf, given) && ok;
  const { not } = schema;
  if (not !== undefined && tried(evaluation, not, given).ok) {
    ok = evaluation.violate(given.at, { code: "not-described" }, value);
  }
  if (schema.if !== undefined) {
    const met = tried(evaluation, schema.if, given);
    if (met.ok && met.marks && given.marks) merge(given.marks, met.marks);
    const then = met.ok ? schema.then : schema.else;
    if (then !== undefined) ok = evaluation.check(then, given) && ok;
  }
  if (isObject(schema.dependentSchemas) && isObject(value)) {
    for (const [key, inner] of Object.entries(schema.dependentSchemas)) {
      if (Object.hasOwn(value, key)) ok = evaluation.check(inner, given) && ok;
    }
  }
  return ok;
}

function checkAny(evaluation: Evaluation, schemas: readonly Json[], given: Given): boolean {
  const all = schemas.map((inner) => tried(evaluation, inner, given));
  const met = all.filter(({ ok }) => ok);
  for (const { marks } of met) if (marks && given.marks) merge(given.marks, marks);
  return met.length > 0 || tellClosest(evaluation, all, given);
}

function checkOne(evaluation: Evaluation, schemas: readonly Json[], given: Given): boolean {
  const all = schemas.map((inner) => tried(evaluation, inner, given));
  const met = all.filter(({ ok }) => ok);
  const [only] = met;
  if (met.length === 1 && only) {
    if (only.marks && given.marks) merge(given.marks, only.marks);
    return true;
  }
  if (met.length === 0) return tellClosest(evaluation, all, given);
  const expected: Phrase = { code: "one-alternative", given: schemas.length };
  return evaluation.violate(given.at, expected, given.value, {
    code: "many-alternatives",
    given: met.length,
  });
}

type Tried = ReturnType<typeof tried>;

/** Says what is wrong with the one alternative that the value itself fits, when there is one: it is the one meant. */
function tellClosest(evaluation: Evaluation, all: readonly Tried[], given: Given): false {
  const close = all.filter(({ found }) => liesDeeper(found, given.at));
  const [only] = close;
  if (close.length === 1 && only) {
    evaluation.tell(only.found);
    return false;
  }
  return evaluation.violate(given.at, { code: "an-alternative", given: all.length }, given.value);
}

function tried(evaluation: Evaluation, schema: Json, given: Given) {
  const marks: Marks | undefined = given.marks && newMarks();
  return { ...evaluation.trial(() => evaluation.check(schema, { ...given, marks })), marks };
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}
