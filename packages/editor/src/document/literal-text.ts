import type { Json } from "@sluice/workflow/node-contract";

/**
 * A JSON value as a one-line field shows it: text as it is, everything else as JSON. Text that would be read back
 * as something else ("100", "true", "[1]") stands in quotes.
 */
export function textOfValue(value: Json | undefined): string {
  if (value === undefined) return "";
  if (typeof value !== "string") return JSON.stringify(value);
  return valueOfText(value) === value ? value : JSON.stringify(value);
}

/**
 * What the text of a one-line field means: a number, `true`, `false`, `null`, a list or object in JSON and a
 * quoted text are that value; everything else, templates among it, is the text itself.
 */
export function valueOfText(text: string): Json {
  const trimmed = text.trim();
  if (!/^(-?\d|true$|false$|null$|\[|\{(?!\{)|")/.test(trimmed)) return text;
  try {
    const value = JSON.parse(trimmed) as Json;
    // More digits than a number can hold: only text keeps them.
    if (typeof value === "number" && String(value) !== trimmed) return text;
    return value;
  } catch {
    return text;
  }
}
