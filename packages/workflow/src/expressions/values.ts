import { forbiddenNames } from "../document/schema.ts";
import { Refusal } from "./expression-error.ts";
import { maxOutputDepth } from "./limits.ts";
import { Moment, momentOf } from "./moment.ts";
import { Pattern } from "./pattern.ts";
import { RawText } from "./raw-text.ts";
import type { Run } from "./run.ts";
import type { Word } from "./vocabulary.ts";

/** What a value is, in the words of the function table. */
export type ValueKind =
  | "missing"
  | "null"
  | "text"
  | "number"
  | "boolean"
  | "list"
  | "object"
  | "date"
  | "pattern"
  | "function";

export function kindOf(value: unknown): ValueKind {
  if (value === undefined) return "missing";
  if (value === null) return "null";
  if (typeof value === "string" || value instanceof RawText) return "text";
  if (typeof value === "number") return "number";
  if (typeof value === "boolean") return "boolean";
  if (Array.isArray(value)) return "list";
  if (value instanceof Moment) return "date";
  if (value instanceof Pattern) return "pattern";
  return typeof value === "object" ? "object" : "function";
}

/** The word for what a value is, as messages fill it in: a key of `vocabulary`. */
export function describeKind(value: unknown): Word {
  return `@${kindOf(value)}`;
}

/** Data with named fields, as JSON has it: not a list and none of our own values. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return kindOf(value) === "object";
}

export function isMissing(value: unknown): value is null | undefined {
  return value === undefined || value === null;
}

/** A key as text. Names that mean something to JavaScript's objects are refused, however they were made. */
export function keyOf(value: unknown, run: Run): string {
  if (typeof value === "string") {
    if (value.length > 256) run.chargeText(value.length);
    if (forbiddenNames.has(value)) throw new Refusal("forbidden-name", { name: value });
    return value;
  }
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  throw new Refusal("wrong-type", {
    name: "[ ]",
    expected: "@text-or-number",
    got: describeKind(value),
    remedy: "@pick-field",
  });
}

/** An own property of plain data, an element, or `length`. Everything else is missing, never an exception. */
export function readMember(owner: unknown, key: string): unknown {
  if (typeof owner === "object" && owner !== null) {
    if (Array.isArray(owner)) return key === "length" ? owner.length : readElement(owner, key);
    return Object.hasOwn(owner, key) ? (owner as Record<string, unknown>)[key] : undefined;
  }
  if (typeof owner === "string") return key === "length" ? owner.length : readElement(owner, key);
  return undefined;
}

function readElement(owner: string | readonly unknown[], key: string): unknown {
  return /^(?:0|[1-9]\d{0,15})$/.test(key) ? owner[Number(key)] : undefined;
}

/** Member access whose key is only known now. */
export function readComputed(owner: unknown, key: unknown, run: Run): unknown {
  if (typeof key === "number" && (Array.isArray(owner) || typeof owner === "string")) {
    return Number.isInteger(key) && key >= 0 ? owner[key] : undefined;
  }
  if (key === undefined || key === null) return undefined;
  return readMember(owner, keyOf(key, run));
}

/** `key in owner`: own fields of objects, elements of lists; never an exception for other values. */
export function hasMember(owner: unknown, key: unknown, run: Run): boolean {
  if (key === undefined || key === null) return false;
  const name = keyOf(key, run);
  if (Array.isArray(owner)) return readElement(owner, name) !== undefined;
  return isRecord(owner) && Object.hasOwn(owner, name);
}

/**
 * Equality by value: dates by their instant (also with text that is that date), lists and objects by what
 * they hold. JavaScript compares identity there, but identity changes when a step's output has gone through
 * the database, and the same document must behave the same after a restart.
 */
export function sameValue(left: unknown, right: unknown, run: Run, depth = 0): boolean {
  if (left === right) {
    if (typeof left === "string" && left.length > 4096) run.chargeText(left.length);
    return true;
  }
  // Missing is null once it is stored, so the two are equal before as well.
  if (isMissing(left) || isMissing(right)) return isMissing(left) && isMissing(right);
  if (typeof left !== "object" || typeof right !== "object") {
    if (left instanceof Moment && typeof right === "string") return isAt(left, right);
    if (right instanceof Moment && typeof left === "string") return isAt(right, left);
    if (left instanceof RawText) return left.text === right;
    if (right instanceof RawText) return right.text === left;
    return false;
  }
  run.charge(4);
  if (depth > maxOutputDepth) throw new Refusal("too-deep", { limit: maxOutputDepth });
  if (left instanceof Moment || right instanceof Moment) {
    return left instanceof Moment && right instanceof Moment && left.milliseconds === right.milliseconds;
  }
  if (Array.isArray(left) || Array.isArray(right)) {
    if (!Array.isArray(left) || !Array.isArray(right) || left.length !== right.length) return false;
    return left.every((element, at) => sameValue(element ?? null, right[at] ?? null, run, depth + 1));
  }
  if (!isRecord(left) || !isRecord(right)) {
    return left instanceof RawText && right instanceof RawText && left.text === right.text;
  }
  const keys = Object.keys(left);
  run.charge(keys.length);
  if (keys.length !== Object.keys(right).length) return false;
  return keys.every(
    (key) => Object.hasOwn(right, key) && sameValue(left[key] ?? null, right[key] ?? null, run, depth + 1),
  );
}

function isAt(moment: Moment, text: string): boolean {
  try {
    return moment.milliseconds === momentOf(text).milliseconds;
  } catch {
    return false;
  }
}
