import type { Json, JsonObject } from "../node-contract/json.ts";
import { isDateTime } from "../variables/guess-type.ts";
import { isObject } from "./keywords.ts";

const dialect = "https://json-schema.org/draft/2020-12/schema";
/** Elements of a list that are read, and levels that are written down. */
const readElements = 200;
const deepest = 32;

/**
 * A schema that an example meets: every key of it is required, further ones are allowed. Lists are read over their
 * elements: what only some of them have is not required, and what differs among them may be either.
 */
export function schemaFromExample(example: Json): JsonObject {
  return { $schema: dialect, ...schemaOf([example], 0) };
}

/** What all of these have in common. */
function schemaOf(examples: readonly Json[], depth: number): JsonObject {
  const types = [...new Set(examples.map(typeOf))].sort();
  // A whole number among others is one of them.
  const kept = types.includes("number") ? types.filter((type) => type !== "integer") : types;
  if (kept.length === 0) return {};
  const [only] = kept;
  const type: JsonObject = { type: kept.length === 1 && only !== undefined ? only : kept };
  if (depth >= deepest) return type;
  const texts = examples.filter((one) => typeof one === "string");
  const objects = examples.filter(isObject);
  const lists = examples.filter((one): one is Json[] => Array.isArray(one));
  const elements = lists.flatMap((list) => list.slice(0, readElements)).slice(0, readElements);
  return {
    ...type,
    ...(texts.length > 0 && texts.every(isMoment) ? { format: "date-time" } : {}),
    ...(objects.length > 0 ? ofObjects(objects, depth) : {}),
    ...(elements.length > 0 ? { items: schemaOf(elements, depth + 1) } : {}),
  };
}

function ofObjects(objects: readonly JsonObject[], depth: number): JsonObject {
  const keys = [...new Set(objects.flatMap((one) => Object.keys(one)))];
  const properties = keys.map((key): [string, Json] => {
    const values = objects.flatMap((one) => (Object.hasOwn(one, key) ? [one[key] ?? null] : []));
    return [key, schemaOf(values, depth + 1)];
  });
  const required = keys.filter((key) => objects.every((one) => Object.hasOwn(one, key)));
  return {
    properties: Object.fromEntries(properties),
    ...(required.length > 0 ? { required } : {}),
  };
}

function typeOf(value: Json): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value;
}

/** The zone has to be there: the format asks for it. */
function isMoment(text: string): boolean {
  return isDateTime(text) && /(?:[Zz]|[+-]\d\d:\d\d)$/.test(text);
}
