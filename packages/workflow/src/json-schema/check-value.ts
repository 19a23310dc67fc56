import type { Json, JsonObject } from "../node-contract/json.ts";
import { checkAlternatives } from "./check-alternatives.ts";
import { checkArray } from "./check-array.ts";
import { checkBelow } from "./check-below.ts";
import { checkObject } from "./check-object.ts";
import { checkPlain } from "./check-plain.ts";
import { type Evaluation, type Given, type Marks, merge, newMarks, type Place } from "./evaluation.ts";
import { isObject } from "./keywords.ts";

/** Whether a value meets a schema; what it does not meet is told to the evaluation. */
export function checkValue(evaluation: Evaluation, schema: Json, given: Given): boolean {
  if (schema === true) return true;
  if (schema === false) return evaluation.violate(given.at, { code: "nothing" }, given.value);
  // Anything else was refused when the schema was read.
  if (!isObject(schema)) return true;
  evaluation.enter();
  const ok = checkSchema(evaluation, schema, given);
  evaluation.leave();
  return ok;
}

function checkSchema(evaluation: Evaluation, schema: JsonObject, { value, at, marks }: Given): boolean {
  const own = marks === undefined ? undefined : newMarks();
  const given: Given = { value, at, marks: own };
  let ok = true;
  for (const text of [schema.$ref, schema.$dynamicRef]) {
    if (typeof text !== "string") continue;
    ok = checkValue(evaluation, evaluation.schema.references.get(text) ?? true, given) && ok;
  }
  ok = checkPlain(evaluation, schema, given) && ok;
  if (Array.isArray(value)) ok = checkArray(evaluation, schema, { ...given, value }) && ok;
  else if (isObject(value)) ok = checkObject(evaluation, schema, { ...given, value }) && ok;
  ok = checkAlternatives(evaluation, schema, given) && ok;
  if (own !== undefined) ok = checkUnevaluated(evaluation, schema, { value, at, marks: own }) && ok;
  if (ok && marks !== undefined && own !== undefined) merge(marks, own);
  return ok;
}

/** Comes last: what all the others have looked at is known then. */
function checkUnevaluated(
  evaluation: Evaluation,
  schema: JsonObject,
  { value, at, marks }: { value: Json; at: Place | undefined; marks: Marks },
): boolean {
  let ok = true;
  const { unevaluatedProperties: properties, unevaluatedItems: items } = schema;
  if (properties !== undefined && isObject(value)) {
    for (const key of Object.keys(value)) {
      if (marks.keys.has(key)) continue;
      ok = checkBelow(evaluation, properties, { value, at, step: key }) && ok;
      marks.keys.add(key);
    }
  }
  if (items !== undefined && Array.isArray(value)) {
    for (let index = marks.first; index < value.length; index += 1) {
      if (!marks.elements.has(index)) ok = checkBelow(evaluation, items, { value, at, step: index }) && ok;
    }
    marks.first = value.length;
  }
  return ok;
}
