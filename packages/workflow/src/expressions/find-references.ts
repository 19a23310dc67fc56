import { analyse } from "./analyse.ts";
import { parseExpression } from "./parse.ts";
import { type Reference, shiftReference } from "./references.ts";
import { splitTemplate } from "./split-template.ts";

/**
 * Where a template's expressions read the scope, with offsets in the text; for `trigger.order_id` the path
 * `["trigger", "order_id"]`. Never throws: an expression that cannot be parsed yet has none, one with other
 * problems has those that can be seen.
 */
export function findReferences(text: string): Reference[] {
  return splitTemplate(text).flatMap((piece) => {
    if (piece.kind !== "expression") return [];
    return findReferencesInExpression(piece.source).map((reference) => shiftReference(reference, piece.from));
  });
}

/** The same for a bare expression. */
export function findReferencesInExpression(source: string): Reference[] {
  try {
    const { references } = analyse(parseExpression(source));
    return [...references].sort((one, other) => one.from - other.from);
  } catch {
    return [];
  }
}
