import { Refusal } from "./expression-error.ts";
import { toText } from "./leave.ts";
import { Moment, momentOf } from "./moment.ts";
import type { Run } from "./run.ts";
import { describeKind } from "./values.ts";

/** A value as an operand of arithmetic, as JavaScript converts it; lists and objects are refused. */
export function toNumber(value: unknown, operator: string, run: Run): number {
  if (typeof value === "number") return value;
  if (typeof value === "string") {
    if (value.length > 256) run.charge(value.length >> 4);
    return Number(value);
  }
  if (value === undefined) return Number.NaN;
  if (value === null || value === false) return 0;
  if (value === true) return 1;
  if (value instanceof Moment) return value.milliseconds;
  throw new Refusal("wrong-type", {
    name: operator,
    expected: "@number",
    got: describeKind(value),
    remedy: "@pick-number",
  });
}

/** `+`: joins as soon as one side is not a number, boolean, null or missing; adds otherwise. */
export function add(left: unknown, right: unknown, run: Run): unknown {
  if (typeof left === "number" && typeof right === "number") return left + right;
  if (joins(left) || joins(right)) {
    const first = toText(left, run);
    const second = toText(right, run);
    const length = first.length + second.length;
    if (length > 64) run.chargeText(length);
    return first + second;
  }
  return toNumber(left, "+", run) + toNumber(right, "+", run);
}

function joins(value: unknown): boolean {
  return typeof value === "string" || (typeof value === "object" && value !== null);
}

export type Order = "<" | "<=" | ">" | ">=";

/** Order as JavaScript has it for texts and numbers; dates by their instant, also against date text. */
export function compare(left: unknown, operator: Order, right: unknown, run: Run): boolean {
  if (typeof left === "number" && typeof right === "number") return ordered(left, operator, right);
  if (typeof left === "string" && typeof right === "string") {
    if (left.length > 4096 && right.length > 4096) run.chargeText(Math.min(left.length, right.length));
    return ordered(left, operator, right);
  }
  if (left instanceof Moment && typeof right === "string")
    return compare(left, operator, momentOf(right), run);
  if (right instanceof Moment && typeof left === "string")
    return compare(momentOf(left), operator, right, run);
  return ordered(toNumber(left, operator, run), operator, toNumber(right, operator, run));
}

function ordered<T extends string | number>(left: T, operator: Order, right: T): boolean {
  switch (operator) {
    case "<":
      return left < right;
    case "<=":
      return left <= right;
    case ">":
      return left > right;
    case ">=":
      return left >= right;
  }
}
