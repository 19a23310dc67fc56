/** A template that stands in JSON without quotation marks, where the reading of the text stopped; undefined: it is something else. */
export function unquotedTemplate(
  text: string,
  { line, column }: { line: number; column: number },
): string | undefined {
  const own = text.split("\n")[line - 1] ?? "";
  const at = column - 1;
  // The first brace opens an object, where JSON takes it for one; reading stops at the second.
  const from = own.startsWith("{{", at) ? at : own.startsWith("{{", at - 1) ? at - 1 : -1;
  if (from < 0) return undefined;
  const [whole] = /^\{\{.*?\}\}/.exec(own.slice(from)) ?? [];
  return whole ?? "{{ … }}";
}
