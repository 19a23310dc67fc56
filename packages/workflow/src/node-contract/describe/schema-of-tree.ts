import { z } from "zod";
import type { Json } from "../json.ts";

/**
 * The shape of what a JSON tree of templates yields, as far as it shows without running: names and literals are
 * known, a text that is one expression may yield anything.
 */
export function schemaOfTree(tree: Json): z.ZodType {
  if (typeof tree === "string") return isOneExpression(tree) ? z.json() : z.string();
  if (typeof tree === "number") return z.number();
  if (typeof tree === "boolean") return z.boolean();
  if (tree === null) return z.null();
  if (Array.isArray(tree)) {
    const [first, ...others] = tree.map(schemaOfTree);
    if (!first) return z.array(z.json());
    return z.array(others.length === 0 ? first : z.union([first, ...others]));
  }
  return z.strictObject(
    Object.fromEntries(Object.entries(tree).map(([name, value]) => [name, schemaOfTree(value)])),
  );
}

/** Begins and ends with braces: good enough, as what may be more than it is taken for does no harm. */
function isOneExpression(text: string): boolean {
  return text.startsWith("{{") && text.endsWith("}}");
}
