import type { Json, JsonObject } from "@sluice/workflow/node-contract";

/** Keywords whose values are data: what looks like a reference in there is none. */
const data: ReadonlySet<string> = new Set(["const", "enum", "default", "examples", "example"]);

/**
 * A schema as a component of an OpenAPI document: its references start at its new place, since the root is another
 * now, and many readers of OpenAPI do not know `$id`.
 */
export function embedded(schema: Json, name: string): Json {
  if (!isObject(schema)) return schema;
  const { $id, $schema: _, ...rest } = schema;
  const base = typeof $id === "string" ? $id.replace(/#$/, "") : undefined;
  return moved(rest, (reference) => {
    const fragment =
      base !== undefined && reference.startsWith(base) ? reference.slice(base.length) || "#" : reference;
    if (fragment !== "#" && !fragment.startsWith("#/")) return fragment;
    return `#/components/schemas/${name}${fragment.slice(1)}`;
  });
}

function moved(value: Json, move: (reference: string) => string): Json {
  if (Array.isArray(value)) return value.map((inner) => moved(inner, move));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]): [string, Json] => {
      if (key === "$ref" && typeof inner === "string") return [key, move(inner)];
      // One resource has one dynamic scope: there it is a plain reference.
      if (key === "$dynamicRef" && typeof inner === "string") return ["$ref", move(inner)];
      return [key, data.has(key) ? inner : moved(inner, move)];
    }),
  );
}

function isObject(value: Json): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
