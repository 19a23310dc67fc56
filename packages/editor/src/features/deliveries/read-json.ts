/** The value of a JSON text; undefined when the text is none. Wrapped, because the value may be `null`. */
export function readJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}
