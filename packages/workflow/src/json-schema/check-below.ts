import type { Json } from "../node-contract/json.ts";
import { below, type Evaluation, newMarks, type Place } from "./evaluation.ts";

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
  if (schema === false) return evaluation.violate(place, { code: "nothing" }, inner);
  return evaluation.check(schema, {
    value: inner,
    at: place,
    marks: evaluation.schema.remembers ? newMarks() : undefined,
  });
}
