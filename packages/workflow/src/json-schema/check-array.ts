import { stableStringify } from "../document/stable-stringify.ts";
import type { Json, JsonObject } from "../node-contract/json.ts";
import { checkBelow } from "./check-below.ts";
import { below, type Evaluation, type Given, newMarks } from "./evaluation.ts";
import type { Phrase } from "./phrases.ts";

interface ArrayGiven extends Given {
  readonly value: Json[];
}

export function checkArray(evaluation: Evaluation, schema: JsonObject, given: ArrayGiven): boolean {
  const { value, at } = given;
  const { minItems: least, maxItems: most } = schema;
  const length: Phrase = { code: "elements", given: value.length };
  let ok = true;
  if (typeof least === "number" && value.length < least) {
    ok = evaluation.violate(at, { code: "least-elements", given: least }, value, length);
  }
  if (typeof most === "number" && value.length > most) {
    ok = evaluation.violate(at, { code: "most-elements", given: most }, value, length);
  }
  if (schema.uniqueItems === true && hasEqual(evaluation, value)) {
    ok = evaluation.violate(at, { code: "different" }, value, { code: "equal" });
  }
  ok = checkElements(evaluation, schema, given) && ok;
  return schema.contains === undefined ? ok : checkContains(evaluation, schema, given) && ok;
}

function checkElements(
  evaluation: Evaluation,
  schema: JsonObject,
  { value, at, marks }: ArrayGiven,
): boolean {
  const first = Array.isArray(schema.prefixItems) ? schema.prefixItems : [];
  let ok = true;
  first.slice(0, value.length).forEach((inner, index) => {
    ok = checkBelow(evaluation, inner, { value, at, step: index }) && ok;
  });
  if (marks) marks.first = Math.max(marks.first, Math.min(first.length, value.length));
  if (schema.items === undefined) return ok;
  for (let index = first.length; index < value.length; index += 1) {
    ok = checkBelow(evaluation, schema.items, { value, at, step: index }) && ok;
  }
  if (marks) marks.first = value.length;
  return ok;
}

function checkContains(
  evaluation: Evaluation,
  schema: JsonObject,
  { value, at, marks }: ArrayGiven,
): boolean {
  const { contains = true, minContains: least = 1, maxContains: most } = schema;
  let found = 0;
  value.forEach((element, index) => {
    evaluation.charge(1);
    const inner = { value: element, at: below(at, index), marks: marks && newMarks() };
    if (!evaluation.trial(() => evaluation.check(contains, inner)).ok) return;
    found += 1;
    marks?.elements.add(index);
  });
  const got: Phrase = { code: "number", given: found };
  if (found < Number(least)) {
    return evaluation.violate(at, { code: "least-contained", given: least }, value, got);
  }
  if (most !== undefined && found > Number(most)) {
    return evaluation.violate(at, { code: "most-contained", given: most }, value, got);
  }
  return true;
}

/** By the text of each element, keys in order: linear in the whole, where comparing all pairs would not be. */
function hasEqual(evaluation: Evaluation, elements: readonly Json[]): boolean {
  const seen = new Set<string>();
  for (const element of elements) {
    const text = stableStringify(element);
    evaluation.charge(1 + Math.ceil(text.length / 32));
    if (seen.has(text)) return true;
    seen.add(text);
  }
  return false;
}
