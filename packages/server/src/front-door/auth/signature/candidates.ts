import type { HmacScheme } from "@sluice/workflow/document";

/** What a header says by a scheme's rules: the signatures in it, and how many pieces did not count. */
export interface Candidates {
  readonly signatures: readonly string[];
  readonly ignored: number;
}

/** The signatures of a header. White space around its pieces does not count. */
export function candidatesOf(scheme: HmacScheme, value: string): Candidates {
  const { prefix, field, separator } = scheme;
  const pieces = piecesOf(value, separator);
  const signatures = pieces.flatMap((piece) => {
    const own = field === undefined ? piece : valueIn(piece, field);
    if (own === undefined || !own.startsWith(prefix)) return [];
    const rest = own.slice(prefix.length);
    return scheme.capitals && scheme.encoding === "hex" && /^[0-9A-F]+$/.test(rest)
      ? rest.toLowerCase()
      : rest;
  });
  return { signatures, ignored: pieces.length - signatures.length };
}

/** The value of the one pair of this name; undefined when there is none, or two that contradict each other. */
export function fieldOf(
  value: string,
  { field, separator }: { field: string; separator: string | undefined },
) {
  const values = piecesOf(value, separator).flatMap((piece) => valueIn(piece, field) ?? []);
  return values.every((one) => one === values[0]) ? values[0] : undefined;
}

function piecesOf(value: string, separator: string | undefined): string[] {
  const pieces = separator === undefined ? [value] : value.split(separator);
  return pieces.map((piece) => piece.trim()).filter((piece) => piece !== "");
}

function valueIn(piece: string, field: string): string | undefined {
  return piece.startsWith(`${field}=`) ? piece.slice(field.length + 1) : undefined;
}
