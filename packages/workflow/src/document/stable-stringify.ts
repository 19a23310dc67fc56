/**
 * JSON text with the keys of every object in order (of UTF-16 units), for comparing and for exports that differ only
 * where something changed. Written piece by piece, since an object lists keys like "10" before all others whatever
 * the order they were put in. `indent` is a number of spaces; without it the text has no white space.
 *
 * Takes JSON data; as in `JSON.stringify`, an undefined field is left out and an undefined element is null.
 */
export function stableStringify(value: unknown, { indent = 0 }: { indent?: number } = {}): string {
  return textOf(value, indent, "");
}

function textOf(value: unknown, indent: number, margin: string): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const inner = margin + " ".repeat(indent);
  if (Array.isArray(value)) {
    const elements = value.map((element) => textOf(element, indent, inner));
    return enclosed("[", elements, "]", { indent, margin, inner });
  }
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, field]) => `${JSON.stringify(key)}:${indent > 0 ? " " : ""}${textOf(field, indent, inner)}`);
  return enclosed("{", fields, "}", { indent, margin, inner });
}

function enclosed(
  open: string,
  parts: readonly string[],
  close: string,
  { indent, margin, inner }: { indent: number; margin: string; inner: string },
): string {
  if (parts.length === 0) return open + close;
  if (indent === 0) return open + parts.join(",") + close;
  return `${open}\n${parts.map((part) => inner + part).join(",\n")}\n${margin}${close}`;
}
