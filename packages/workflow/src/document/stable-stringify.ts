export interface StableText {
  /** Number of spaces; without it the text has no white space. */
  readonly indent?: number;
  /** Of a place in the value: whether the keys of an object there stay as they stand. */
  readonly keeps?: (at: readonly unknown[]) => boolean;
}

/**
 * JSON text with the keys of every object in order (of UTF-16 units), for comparing and for exports that differ only
 * where something changed. Written piece by piece, since an object lists keys like "10" before all others whatever
 * the order they were put in.
 *
 * Takes JSON data; as in `JSON.stringify`, an undefined field is left out and an undefined element is null.
 */
export function stableStringify(value: unknown, { indent = 0, keeps = never }: StableText = {}): string {
  return textOf(value, { indent, keeps }, { margin: "", at: [] });
}

const never = () => false;

function textOf(
  value: unknown,
  given: Required<StableText>,
  { margin, at }: { margin: string; at: readonly unknown[] },
): string {
  const { indent, keeps } = given;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const inner = margin + " ".repeat(indent);
  const below = (child: unknown, step: string | number) =>
    textOf(child, given, { margin: inner, at: [...at, step] });
  if (Array.isArray(value)) {
    const elements = value.map(below);
    return enclosed("[", elements, "]", { indent, margin, inner });
  }
  const entries = Object.entries(value).filter(([, field]) => field !== undefined);
  if (!keeps(at)) entries.sort(([one], [other]) => (one < other ? -1 : 1));
  const fields = entries.map(
    ([key, field]) => `${JSON.stringify(key)}:${indent > 0 ? " " : ""}${below(field, key)}`,
  );
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
