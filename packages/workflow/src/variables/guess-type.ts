import type { VariableType } from "../document/webhook-trigger.ts";
import type { Json } from "../node-contract/json.ts";

const dateTime = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)?$/;

/**
 * Whether a text is an RFC 3339 date-time, with or without zone. A date alone is not. Runs at the door: its fields
 * stand at fixed places, and reading them there costs a fifth of capturing them.
 */
export function isDateTime(text: string): boolean {
  if (text.charCodeAt(4) !== 0x2d || !dateTime.test(text)) return false;
  const day = twoDigits(text, 8);
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  return (
    day >= 1 &&
    day <= daysOf(year, twoDigits(text, 5)) &&
    twoDigits(text, 11) <= 23 &&
    twoDigits(text, 14) <= 59 &&
    twoDigits(text, 17) <= 60
  );
}

function twoDigits(text: string, at: number): number {
  return (text.charCodeAt(at) - 0x30) * 10 + text.charCodeAt(at + 1) - 0x30;
}

const longMonths: readonly number[] = [1, 3, 5, 7, 8, 10, 12];

function daysOf(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  if (month < 1 || month > 12) return 0;
  return longMonths.includes(month) ? 31 : 30;
}

/** The type that an example of a body suggests; `any` for null. */
export function guessType(example: Json): VariableType {
  if (example === null) return "any";
  if (Array.isArray(example)) return "array";
  switch (typeof example) {
    case "string":
      return isDateTime(example) ? "datetime" : "string";
    case "number":
      return Number.isInteger(example) ? "integer" : "number";
    case "boolean":
      return "boolean";
    default:
      return "object";
  }
}

/** One type for two examples of the same path: null yields, integer with number is number, else they are mixed. */
export function mergeTypes(left: VariableType | "null", right: VariableType | "null"): VariableType | "null" {
  if (left === right || right === "null") return left;
  if (left === "null") return right;
  const both = [left, right];
  if (both.every((type) => type === "integer" || type === "number")) return "number";
  if (both.every((type) => type === "datetime" || type === "string")) return "string";
  return "any";
}
