import { z } from "zod";

/**
 * A number that may also come as text which is exactly one JSON number: what a template takes from a query string
 * or a header is text. Everything else is left to the schema to refuse.
 */
export function numberField<Schema extends z.ZodType<number>>(schema: Schema) {
  return z.preprocess((value) => {
    const isNumber = typeof value === "string" && /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(value);
    return isNumber ? Number(value) : value;
  }, schema);
}
