import type { JsonObject } from "@sluice/workflow/node-contract";
import { parseQuery } from "@sluice/workflow/variables";
import { PublicError } from "../errors.ts";
import { isUtf8 } from "./body-type.ts";
import { decodeText } from "./charset.ts";

/**
 * A URL-encoded form, read by the rules of query strings: `a[b]=1` nests, `a=1&a=2` is a list, leaves are text. Throws 400
 * `malformed-form` for too many or too deep fields. A percent sign that escapes nothing stands for itself.
 */
export function readForm(bytes: Uint8Array, charset: string): JsonObject {
  const text = decodeText(bytes, charset);
  return readFields(isUtf8(charset) ? text : escapedInUtf8(text, charset));
}

/** The same for fields that are a query string already. */
export function readFields(text: string): JsonObject {
  const { value, problems } = parseQuery(text);
  if (problems.some(({ code }) => code === "query-too-complex")) {
    throw new PublicError("malformed-form", { detail: "The form has too many or too deep fields." });
  }
  return value;
}

const highEscapes = /(?:%[89a-f][0-9a-f])+/gi;

/** Escaped bytes are in the form's charset; what reads fields expects them in UTF-8. */
function escapedInUtf8(text: string, charset: string): string {
  const decoder = new TextDecoder(charset);
  return text.replace(highEscapes, (escapes) => {
    const bytes = Uint8Array.from(escapes.slice(1).split("%"), (hex) => Number.parseInt(hex, 16));
    return encodeURIComponent(decoder.decode(bytes));
  });
}
