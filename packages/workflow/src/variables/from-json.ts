import { forbiddenNames } from "../document/schema.ts";
import type { VariableSource, VariableType } from "../document/webhook-trigger.ts";
import type { Json } from "../node-contract/json.ts";
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

/** Everything an example shows about one place: its types, its keys in first-seen order, its elements. */
interface Place {
  type: VariableType | "null" | undefined;
  /** Made when the first child is seen: most places are leaves, and a body of 5 MB has half a million. */
  keys: Map<string, Place> | undefined;
  elements: Map<number, Place> | undefined;
  each: Place | undefined;
}

/**
 * Lists the paths of an example, parents and leaves, in first-seen order. Lists of a body are read over all their
 * elements (`items[*].sku`), those of a query element by element (`query[0]`). Also used for a captured delivery:
 * `value` is then the parsed part. The whole value itself is no row.
 */
export function rowsFromValue(value: Json, from: VariableSource): ExampleRows {
  const problems: ParseProblem[] = [];
  const refused = new Set<string>();
  const root = newPlace();
  record(root, value, from, refused);
  for (const name of refused) problems.push(dangerousName(from, name));
  const rows: ExampleRow[] = [];
  if (!list(root, [], rows, { from, value, problems })) {
    const message = `only the first ${maxRows} paths are listed`;
    problems.push({ from, code: "too-many-rows", message });
  }
  return { rows, problems };
}

function newPlace(): Place {
  return { type: undefined, keys: undefined, elements: undefined, each: undefined };
}

function record(place: Place, value: Json, from: VariableSource, refused: Set<string>): void {
  const type = from === "body" ? guessType(value) : textType(value);
  const seen = value === null ? "null" : type;
  place.type = place.type === undefined ? seen : mergeTypes(place.type, seen);
  if (Array.isArray(value)) {
    value.forEach((item, index) => {
      if (from === "body") {
        place.each ??= newPlace();
        record(place.each, item, from, refused);
      } else {
        place.elements ??= new Map();
        record(child(place.elements, index), item, from, refused);
      }
    });
  } else if (typeof value === "object" && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      if (forbiddenNames.has(key)) refused.add(key);
      else {
        place.keys ??= new Map();
        record(child(place.keys, from === "headers" ? key.toLowerCase() : key), item, from, refused);
      }
    }
  }
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
  const type = place.type === undefined || place.type === "null" ? "any" : place.type;
  const found = compilePath(path).read(listing.value);
  rows.push({ from: listing.from, path, type, example: shortened(found ?? null) });
  return list(place, at, rows, listing);
}
