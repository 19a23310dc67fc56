/** What stands under a name in a text of pairs: nothing, one value, or more than one field can show. */
export type PairFound =
  | { readonly found: "one"; readonly value: string }
  | { readonly found: "none" }
  | { readonly found: "several" };

/** A kind of text that consists of named values. */
export interface PairSyntax {
  readonly read: (text: string, name: string) => PairFound;
  /** The text with another value, every other character as it was. `value` null: without the pair. Undefined: it cannot be written there. */
  readonly write: (text: string, name: string, value: string | null) => string | undefined;
}

/** A query string or the body of a form: `a=1&b=2`. */
export const queryPairs: PairSyntax = {
  read(text, name) {
    if (!isPlainQuery(text)) return { found: "several" };
    const named = partsOf(text).filter((part) => nameOf(part) === name);
    const below = partsOf(text).some((part) => nameOf(part).startsWith(`${name}[`));
    if (below || named.length > 1) return { found: "several" };
    const [only] = named;
    if (only === undefined) return { found: "none" };
    return { found: "one", value: decoded(only.slice(markOf(only) + 1)) };
  },
  write(text, name, value) {
    if (queryPairs.read(text, name).found === "several") return undefined;
    const lead = text.startsWith("?") ? "?" : "";
    const parts = partsOf(text);
    const at = parts.findIndex((part) => nameOf(part) === name);
    const pair = value === null ? [] : [`${encodeURIComponent(name)}=${encodeURIComponent(value)}`];
    if (at < 0) return lead + [...parts, ...pair].join("&");
    return lead + [...parts.slice(0, at), ...pair, ...parts.slice(at + 1)].join("&");
  },
};

/** Header lines: `Name: value`, the name in any case. */
export const headerPairs: PairSyntax = {
  read(text, name) {
    const named = text.split("\n").filter((line) => headerName(line) === name.toLowerCase());
    const [only] = named;
    if (named.length > 1) return { found: "several" };
    if (only === undefined) return { found: "none" };
    const colon = only.indexOf(":");
    return { found: "one", value: colon < 0 ? "" : only.slice(colon + 1).trim() };
  },
  write(text, name, value) {
    if (headerPairs.read(text, name).found === "several" || /[\r\n]/.test(value ?? "")) return undefined;
    const lines = text === "" ? [] : text.split("\n");
    const at = lines.findIndex((line) => headerName(line) === name.toLowerCase());
    const shown = lines[at]?.split(":")[0]?.trim() ?? name;
    const line = value === null ? [] : [`${shown}: ${value}`];
    if (at < 0)
      return [...lines.filter((one, place) => one !== "" || place < lines.length - 1), ...line].join("\n");
    return [...lines.slice(0, at), ...line, ...lines.slice(at + 1)].join("\n");
  },
};

/** Not a pasted URL or lines of one, of which only a part is the query. */
function isPlainQuery(text: string): boolean {
  return /^\??[^?#\r\n]*$/.test(text);
}

function partsOf(text: string): string[] {
  const plain = text.replace(/^\?/, "");
  return plain === "" ? [] : plain.split("&");
}

function markOf(part: string): number {
  const mark = part.indexOf("=");
  return mark < 0 ? part.length : mark;
}

function nameOf(part: string): string {
  return decoded(part.slice(0, markOf(part)));
}

function decoded(text: string): string {
  const plain = text.replaceAll("+", " ");
  try {
    return decodeURIComponent(plain);
  } catch {
    return plain;
  }
}

function headerName(line: string): string {
  const colon = line.indexOf(":");
  return (colon < 0 ? line : line.slice(0, colon)).trim().toLowerCase();
}
