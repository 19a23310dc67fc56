import { z } from "zod";

/**
 * A text that may also come as another value: a field that is exactly one expression keeps the value's type, and a
 * text field wants it as text all the same. Null is nothing, lists and objects are JSON, as in a longer template.
 */
export function textField<Schema extends z.ZodType<string>>(schema: Schema) {
  return z.preprocess((value) => {
    if (value === null) return "";
    if (typeof value === "number" || typeof value === "boolean") return String(value);
    return typeof value === "object" ? JSON.stringify(value) : value;
  }, schema);
}
