import type { AnyNode } from "acorn";
import { literalKey } from "./references.ts";

export interface ParameterNames {
  /** What the arrow's body can say. */
  readonly bound: readonly string[];
  /** Fields that are read: `a` of `{ a: b }`, which binds `b` alone. */
  readonly keys: readonly string[];
}

/** The names of a parameter: a name, a list or an object of names, one level deep. */
export function parameterNames(node: AnyNode): ParameterNames | undefined {
  if (node.type === "Identifier") return { bound: [node.name], keys: [] };
  if (node.type === "ArrayPattern") {
    const names: string[] = [];
    for (const element of node.elements) {
      if (element === null) continue;
      if (element.type !== "Identifier") return undefined;
      names.push(element.name);
    }
    return { bound: names, keys: [] };
  }
  if (node.type !== "ObjectPattern") return undefined;
  const bound: string[] = [];
  const keys: string[] = [];
  for (const property of node.properties) {
    if (property.type !== "Property" || property.computed || property.value.type !== "Identifier")
      return undefined;
    const key = literalKey(property.key, false) ?? literalKey(property.key, true);
    if (typeof key === "string") keys.push(key);
    bound.push(property.value.name);
  }
  return { bound, keys };
}
