import type { Json, JsonObject } from "../node-contract/json.ts";
import { checkAlternatives } from "./check-alternatives.ts";
import { checkArray } from "./check-array.ts";
import { checkObject } from "./check-object.ts";
import { checkPlain } from "./check-plain.ts";
import {
  below,
  depthOf,
  type Evaluation,
  type Found,
  type Marks,
  newMarks,
  type Place,
} from "./evaluation.ts";
import { isObject } from "./keywords.ts";

/** One schema for one value. `marks`: where to note what was looked at, when somebody will ask. */
export interface Given {
  readonly value: Json;
  readonly at: Place | undefined;
  readonly marks: Marks | undefined;
}

/** Whether a value meets a schema; what it does not meet is told to the evaluation. */
export function checkValue(evaluation: Evaluation, schema: Json, given: Given): boolean {
  if (schema === true) return true;
  if (schema === false) return evaluation.violate(given.at, "nothing here", given.value);
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

/** One key or element of a value. */
export function checkBelow(
  evaluation: Evaluation,
  schema: Json,
  { value, at, step }: { value: Json; at: Place | undefined; step: string | number },
): boolean {
  evaluation.charge(1);
  const inner = (value as { [step: string | number]: Json })[step] as Json;
  if (schema === true) return true;
  const place = below(at, step);
  if (schema === false) return evaluation.violate(place, "nothing here", inner);
  return checkValue(evaluation, schema, {
    value: inner,
    at: place,
    marks: evaluation.schema.remembers ? newMarks() : undefined,
  });
}

export function merge(into: Marks, from: Marks): void {
  for (const key of from.keys) into.keys.add(key);
  for (const element of from.elements) into.elements.add(element);
  into.first = Math.max(into.first, from.first);
}

/** Whether what was found lies deeper than the place itself. */
export function liesDeeper(found: readonly Found[], here: Place | undefined): boolean {
  return found.length > 0 && found.every(({ at }) => depthOf(at) > depthOf(here));
}
