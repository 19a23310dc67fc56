import type { Json, JsonObject } from "../node-contract/json.ts";
import { PathError } from "./path.ts";

/** Most results of one JSONPath. */
export const maxResults = 10_000;
/**
 * Most values that one reading may look at: several times what a body of 1 MiB holds, some 50 ms. It bounds what
 * `$..*..*` over a body that somebody else has made can cost.
 */
const maxSteps = 2_000_000;
/** Deepest nesting that `..` follows; bodies at the door have 512 levels at most. */
const maxDepth = 1_000;

/** What one reading carries along. */
export interface Run {
  readonly root: Json;
  steps: number;
}

/** Takes one found value; `true` stops the reading. `shadow` is the same place in a second, equal tree. */
export type Emit = (value: Json, shadow: Json | undefined) => boolean;
/** Finds values below `value` and hands them on, in document order. Returns whether it was stopped. */
export type Walk = (value: Json, shadow: Json | undefined, run: Run, emit: Emit) => boolean;

export function spend(run: Run, steps: number): void {
  run.steps += steps;
  if (run.steps > maxSteps) throw tooComplex("the path looks at too many values");
}

export function tooComplex(message: string): PathError {
  return new PathError({ code: "path-too-complex", message, position: 0 });
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The child of a place in the second tree, when there is one. */
export function shadowChild(shadow: Json | undefined, key: string | number): Json | undefined {
  if (typeof shadow !== "object" || shadow === null) return undefined;
  if (Array.isArray(shadow)) return typeof key === "number" ? shadow[key] : undefined;
  return Object.hasOwn(shadow, key) ? shadow[key] : undefined;
}

/** Calls `visit` for every child, elements or own properties. Returns whether it was stopped. */
export function eachChild(
  value: Json,
  shadow: Json | undefined,
  visit: (child: Json, shadow: Json | undefined) => boolean,
): boolean {
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index += 1) {
      if (visit(value[index] as Json, shadowChild(shadow, index))) return true;
    }
  } else if (isObject(value)) {
    for (const key of Object.keys(value)) {
      if (visit(value[key] as Json, shadowChild(shadow, key))) return true;
    }
  }
  return false;
}

/** The value itself and everything below it, parents first (RFC 9535, 2.5.2.2). */
export function eachDescendant(
  value: Json,
  shadow: Json | undefined,
  run: Run,
  visit: Emit,
  depth = 0,
): boolean {
  if (depth > maxDepth) throw tooComplex(`the value is nested deeper than ${maxDepth}`);
  spend(run, 1);
  if (visit(value, shadow)) return true;
  return eachChild(value, shadow, (child, below) => eachDescendant(child, below, run, visit, depth + 1));
}

/** Deep equality of JSON values, counted, without regard to the order of keys. */
export function equal(left: Json | undefined, right: Json | undefined, run: Run): boolean {
  spend(run, 1);
  if (left === right) return true;
  if (Array.isArray(left)) {
    return (
      Array.isArray(right) &&
      left.length === right.length &&
      left.every((item, index) => equal(item, right[index], run))
    );
  }
  if (!isObject(left) || !isObject(right)) return false;
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && equal(left[key], right[key], run))
  );
}
