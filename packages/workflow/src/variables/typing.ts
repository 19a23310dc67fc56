import type { VariableType } from "../document/webhook-trigger.ts";
import type { Json } from "../node-contract/json.ts";
import { isDateTime } from "./guess-type.ts";
import { parseJsonText } from "./json-text.ts";

/** Whether a value of a body is of a type. JSON is never converted; `integer` takes `12.0`. */
export const isOfType: Readonly<Record<VariableType, (value: Json) => boolean>> = {
  any: () => true,
  string: (value) => typeof value === "string",
  number: (value) => typeof value === "number",
  integer: (value) => Number.isInteger(value),
  boolean: (value) => typeof value === "boolean",
  array: (value) => Array.isArray(value),
  object: (value) => typeof value === "object" && value !== null && !Array.isArray(value),
  datetime: (value) => typeof value === "string" && isDateTime(value),
};

const jsonNumber = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/;

/**
 * Converts text of a query, a header or a form when it is exactly one value of the type; `undefined` when it is not.
 * Number means the number of JSON: no spaces, no `+`, nothing beyond a double.
 */
export function convertText(text: string, type: VariableType): Json | undefined {
  switch (type) {
    case "string":
    case "any":
      return text;
    case "datetime":
      return isDateTime(text) ? text : undefined;
    case "boolean":
      return text === "true" ? true : text === "false" ? false : undefined;
    case "integer":
    case "number": {
      const value = jsonNumber.test(text) ? Number(text) : Number.NaN;
      return Number.isFinite(value) && isOfType[type](value) ? value : undefined;
    }
    default: {
      if (!/^\s*[{[]/.test(text)) return undefined;
      const parsed = parseJsonText(text);
      return parsed.ok && isOfType[type](parsed.value) ? parsed.value : undefined;
    }
  }
}

/** What a value is, in the words of a violation. Never the value itself: an answer does not echo its input. */
export function kindOf(value: Json | undefined): string {
  if (value === undefined) return "missing";
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return typeof value;
}
