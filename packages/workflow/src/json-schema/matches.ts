import type { Evaluation } from "./evaluation.ts";

/** Whether a pattern is found in a text: paid before it is looked for, characters times the size of its program. */
export function matches(evaluation: Evaluation, source: string, text: string): boolean {
  const pattern = evaluation.schema.patterns.get(source);
  if (pattern === undefined) return true;
  evaluation.charge(5 + Math.ceil((text.length * pattern.size) / 8));
  return pattern.isFoundIn(text);
}
