import type { AnyNode } from "acorn";

/** The key of `.name`, `["name"]` or `[0]`. */
export function staticName({
  property,
  computed,
}: AnyNode & { type: "MemberExpression" }): string | undefined {
  if (!computed) return property.type === "Identifier" ? property.name : undefined;
  return property.type === "Literal" ? String(property.value) : undefined;
}
