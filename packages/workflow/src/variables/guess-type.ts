import type { VariableType } from "../document/webhook-trigger.ts";
import type { Json } from "../node-contract/json.ts";

const dateTime =
  /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)?$/;

/** Whether a text is an RFC 3339 date-time, with or without zone. A date alone is not. */
export function isDateTime(text: string): boolean {
  const parts = dateTime.exec(text);
  if (!parts) return false;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(1, 7).map(Number);
  return day >= 1 && day <= daysOf(year, month) && hour <= 23 && minute <= 59 && second <= 60;
}

function daysOf(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [31, 0, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
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
