import type { Json, JsonObject } from "@sluice/workflow/node-contract";
import { type Follow, type Shape, shapeOf } from "./shape.ts";

const maxDepth = 4;
const maxProperties = 20;
const maxLength = 2000;

/** The smallest value of a shape: its example where it has one, else what must be given, with empty values. */
export function sampleOf(shape: Shape, follow: Follow): Json {
  const sample = within(shape, follow, 0);
  if (JSON.stringify(sample).length <= maxLength) return sample;
  return shape.type === "array" ? [] : {};
}

function within(shape: Shape, follow: Follow, depth: number): Json {
  const given = shape.start ?? shape.example ?? shape.values?.[0];
  if (given !== undefined && fits(given, shape)) return given;
  switch (shape.type) {
    case "object":
      return depth >= maxDepth ? {} : required(shape, follow, depth);
    case "array": {
      const item = depth < maxDepth && shape.items !== undefined ? shapeOf(shape.items, follow) : undefined;
      return item?.type === "object" && item.required.size > 0 ? [within(item, follow, depth + 1)] : [];
    }
    case "integer":
    case "number":
      return 0;
    case "boolean":
      return false;
    default:
      return "";
  }
}

function required(shape: Shape, follow: Follow, depth: number): JsonObject {
  const entries = [...shape.properties]
    .filter(([name]) => shape.required.has(name) && name !== "__proto__")
    .slice(0, maxProperties)
    .map(([name, schema]): [string, Json] => [name, within(shapeOf(schema, follow), follow, depth + 1)]);
  return Object.fromEntries(entries);
}

function fits(value: Json, { type }: Shape): boolean {
  if (type === "array") return Array.isArray(value);
  if (type === "object") return typeof value === "object" && value !== null && !Array.isArray(value);
  return true;
}
