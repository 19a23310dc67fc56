import type { AnyNode } from "acorn";
import { literalKey } from "./references.ts";

/** The names a parameter binds: a name, a list or an object of names, one level deep. */
export function parameterNames(node: AnyNode): string[] | undefined {
  if (node.type === "Identifier") return [node.name];
  if (node.type === "ArrayPattern") {
    const names: string[] = [];
    for (const element of node.elements) {
      if (element === null) continue;
      if (element.type !== "Identifier") return undefined;
      names.push(element.name);
    }
    return names;
  }
  if (node.type !== "ObjectPattern") return undefined;
  const names: string[] = [];
  for (const property of node.properties) {
    if (property.type !== "Property" || property.computed || property.value.type !== "Identifier")
      return undefined;
    const key = literalKey(property.key, false) ?? literalKey(property.key, true);
    if (typeof key === "string") names.push(key);
    names.push(property.value.name);
  }
  return names;
}
