import { forbiddenNames } from "../document/schema.ts";
import type { VariableSource, VariableType } from "../document/webhook-trigger.ts";
import type { Json, JsonObject } from "../node-contract/json.ts";
import { compilePath } from "./compile-path.ts";
import { guessType, mergeTypes } from "./guess-type.ts";
import { formatPath, maxPathLength, type PathSegment } from "./path.ts";
import { dangerousName, type ParseProblem } from "./problem.ts";
import { shortened } from "./shortened.ts";

/** Most rows that one part lists; a trigger keeps 500 variables at most. */
export const maxRows = 2_000;

/** A path that an example has, before keys are given and variables merged. */
export interface ExampleRow {
  from: VariableSource;
  path: string;
  type: VariableType;
  /** What the path yields in the example, shortened when it is large. */
  example: Json;
}

export interface ExampleRows {
  rows: ExampleRow[];
  problems: ParseProblem[];
}

/** `digits`: an integer that a number cannot hold, which as a text keeps them. */
type SeenType = VariableType | "null" | "digits";

/** Everything an example shows about one place: its types, its keys in first-seen order, its elements. */
interface Place {
  type: SeenType | undefined;
  /** Made when the first child is seen: most places are leaves, and a body of 5 MB has half a million. */
  keys: Map<string, Place> | undefined;
  elements: Map<number, Place> | undefined;
  each: Place | undefined;
}

/**
 * Lists the paths of an example, parents and leaves, in first-seen order. Lists of a body are read over all their
 * elements (`items[*].sku`), those of a query element by element (`query[0]`). Also used for a captured delivery:
 * `value` is then the parsed part, `exact` the same with integers beyond 2^53 as text (`withExactIntegers`). The whole value
 * itself is no row.
 */
export function rowsFromValue(value: Json, from: VariableSource, exact: Json = value): ExampleRows {
  const problems: ParseProblem[] = [];
  const refused = new Set<string>();
  const root = newPlace();
  record(root, { value, exact }, from, refused);
  for (const name of refused) problems.push(dangerousName(from, name));
  const rows: ExampleRow[] = [];
  if (!list(root, [], rows, { from, value: exact, problems })) {
    const message = `only the first ${maxRows} paths are listed`;
    problems.push({ from, code: "too-many-rows", message });
  }
  return { rows, problems };
}

function newPlace(): Place {
  return { type: undefined, keys: undefined, elements: undefined, each: undefined };
}

function record(
  place: Place,
  { value, exact }: { value: Json; exact: Json },
  from: VariableSource,
  refused: Set<string>,
): void {
  const seen = seenType(value, exact, from);
  place.type = place.type === undefined ? seen : mergeSeen(place.type, seen);
  if (Array.isArray(value)) {
    value.forEach((item, index) => {
      const both = { value: item, exact: (exact as Json[])[index] as Json };
      if (from === "body") {
        place.each ??= newPlace();
        record(place.each, both, from, refused);
      } else {
        place.elements ??= new Map();
        record(child(place.elements, index), both, from, refused);
      }
    });
  } else if (typeof value === "object" && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      if (forbiddenNames.has(key)) refused.add(key);
      else {
        place.keys ??= new Map();
        const both = { value: item, exact: (exact as JsonObject)[key] as Json };
        record(child(place.keys, from === "headers" ? key.toLowerCase() : key), both, from, refused);
      }
    }
  }
}

function seenType(value: Json, exact: Json, from: VariableSource): SeenType {
  if (typeof exact === "string" && typeof value !== "string") return "digits";
  if (value === null) return "null";
  return from === "body" ? guessType(value) : textType(value);
}

/** Identifiers are counted up: a list may hold short and long ones. */
function mergeSeen(left: SeenType, right: SeenType): SeenType {
  const both = [left, right];
  if (!both.includes("digits")) return mergeTypes(left as VariableType, right as VariableType);
  if (both.every((type) => type === "digits" || type === "integer" || type === "null")) return "digits";
  return both.every((type) => type === "digits" || type === "string") ? "string" : "any";
}

/** Leaves of a query and of headers are text, whatever they look like. */
function textType(value: Json): VariableType {
  return typeof value === "string" ? "string" : guessType(value);
}

function child<Key>(children: Map<Key, Place>, key: Key): Place {
  const known = children.get(key);
  if (known) return known;
  const made = newPlace();
  children.set(key, made);
  return made;
}

interface Listing {
  from: VariableSource;
  value: Json;
  problems: ParseProblem[];
}

/** Writes the rows below a place. Returns whether all of them found room. */
function list(place: Place, at: readonly PathSegment[], rows: ExampleRow[], listing: Listing): boolean {
  for (const [name, below] of place.keys ?? []) {
    if (!listPlace(below, [...at, { kind: "key", name }], rows, listing)) return false;
  }
  for (const [index, below] of place.elements ?? []) {
    if (!listPlace(below, [...at, { kind: "index", index }], rows, listing)) return false;
  }
  return place.each === undefined || list(place.each, [...at, { kind: "each" }], rows, listing);
}

function typeOf({ type }: Place): VariableType {
  if (type === undefined || type === "null") return "any";
  return type === "digits" ? "string" : type;
}

function listPlace(place: Place, at: PathSegment[], rows: ExampleRow[], listing: Listing): boolean {
  if (rows.length >= maxRows) return false;
  const path = formatPath(at);
  if (path.length > maxPathLength) {
    if (!listing.problems.some(({ code }) => code === "path-too-long")) {
      const message = `paths of more than ${maxPathLength} characters are left out`;
      listing.problems.push({ from: listing.from, code: "path-too-long", message });
    }
    return true;
  }
  const type = typeOf(place);
  const found = compilePath(path).read(listing.value);
  rows.push({ from: listing.from, path, type, example: shortened(found ?? null) });
  return list(place, at, rows, listing);
}
