import type { TriggerVariable, VariableSource, VariableType } from "../document/webhook-trigger.ts";
import { variableSources } from "../document/webhook-trigger.ts";
import type { Json, JsonObject } from "../node-contract/json.ts";
import { type PathSegment, parseDottedPath } from "./path.ts";

/** The contract of a trigger as JSON Schema 2020-12, one schema for each part that has variables. */
export type ContractSchema = Partial<Record<VariableSource, JsonObject>>;

/** A place in the part: what is said about it, and what stands below. */
interface Place {
  variable: TriggerVariable | undefined;
  keys: Map<string, Place>;
  required: Set<string>;
  elements: Map<number, Place>;
  fewest: number;
  each: Place | undefined;
  /** A required list: it may be empty, it may not be missing. */
  isList: boolean;
}

/**
 * Writes the contract for people and machines. A required variable makes the places above it required; an
 * optional one may be null. What a JSONPath says cannot be written as a schema: it is listed in `$comment`.
 */
export function toJsonSchema(variables: readonly TriggerVariable[]): ContractSchema {
  const contract: ContractSchema = {};
  for (const from of variableSources) {
    const own = variables.filter((variable) => variable.from === from);
    if (own.length === 0) continue;
    const root = newPlace();
    const unwritten: string[] = [];
    for (const variable of own) if (!insert(root, variable)) unwritten.push(variable.path);
    contract[from] = {
      $schema: "https://json-schema.org/draft/2020-12/schema",
      ...(unwritten.length === 0 ? {} : { $comment: `also read, by path: ${unwritten.join(", ")}` }),
      ...schemaOf(root, from),
    };
  }
  return contract;
}

function newPlace(): Place {
  return {
    variable: undefined,
    keys: new Map(),
    required: new Set(),
    elements: new Map(),
    fewest: 0,
    each: undefined,
    isList: false,
  };
}

/** Whether the variable's path could be placed. */
function insert(root: Place, variable: TriggerVariable): boolean {
  let segments: readonly PathSegment[];
  try {
    const path = variable.from === "headers" ? variable.path.toLowerCase() : variable.path;
    segments = parseDottedPath(path).segments;
  } catch {
    return false;
  }
  let place = root;
  let { required } = variable;
  let inList = false;
  for (const segment of segments) {
    if (segment.kind === "key") {
      if (required) place.required.add(segment.name);
      place = below(place.keys, segment.name);
    } else if (segment.kind === "index") {
      if (required) place.fewest = Math.max(place.fewest, segment.index + 1);
      place = below(place.elements, segment.index);
    } else {
      // The list has to be there; its elements may lack the key or hold null.
      place.isList ||= required;
      required = false;
      inList = true;
      place.each ??= newPlace();
      place = place.each;
    }
  }
  place.variable ??= inList ? { ...variable, required: false } : variable;
  return true;
}

function below<Key>(children: Map<Key, Place>, key: Key): Place {
  const known = children.get(key);
  if (known) return known;
  const made = newPlace();
  children.set(key, made);
  return made;
}

function schemaOf(place: Place, from: VariableSource): JsonObject {
  const { variable } = place;
  return {
    ...(variable === undefined ? impliedType(place) : ownType(variable, from)),
    ...(variable?.alias === undefined ? {} : { title: variable.alias }),
    ...(variable?.default === undefined ? {} : { default: variable.default }),
    ...objectPart(place, from),
    ...arrayPart(place, from),
  };
}

/** What stands below says what a place without a variable has to be, once something below it is required. */
function impliedType(place: Place): JsonObject {
  if (place.required.size > 0) return { type: "object" };
  return place.fewest > 0 || place.isList ? { type: "array" } : {};
}

function ownType(variable: TriggerVariable, from: VariableSource): JsonObject {
  const types = [...typesOf(variable.type, from)];
  if (types.length === 0) return {};
  if (!variable.required) types.push("null");
  const [only] = types;
  return {
    type: types.length === 1 && only !== undefined ? only : types,
    ...(variable.type === "datetime" ? { format: "date-time" } : {}),
  };
}

/** A string variable of a body takes a number too, whose digits it gets. */
function typesOf(type: VariableType, from: VariableSource): string[] {
  if (type === "any") return [];
  if (type === "datetime") return ["string"];
  return type === "string" && from === "body" ? ["string", "number"] : [type];
}

function objectPart(place: Place, from: VariableSource): JsonObject {
  if (place.keys.size === 0) return {};
  const properties = [...place.keys].map(([name, child]): [string, Json] => [name, schemaOf(child, from)]);
  return {
    properties: Object.fromEntries(properties),
    ...(place.required.size === 0 ? {} : { required: [...place.required] }),
  };
}

function arrayPart(place: Place, from: VariableSource): JsonObject {
  const last = Math.max(-1, ...place.elements.keys());
  // A path may name element 10^15; what stands that far is left to the path.
  const named = last >= 0 && last < 100;
  const prefixItems = Array.from({ length: named ? last + 1 : 0 }, (_, index): Json => {
    const element = place.elements.get(index);
    return element === undefined ? {} : schemaOf(element, from);
  });
  return {
    ...(prefixItems.length === 0 ? {} : { prefixItems }),
    ...(place.fewest === 0 ? {} : { minItems: place.fewest }),
    ...(place.each === undefined ? {} : { items: schemaOf(place.each, from) }),
  };
}
