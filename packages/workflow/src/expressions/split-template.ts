import { maxPatternLength } from "./limits.ts";

/** A piece of a template: text as it stands, or an expression with its place in the template. */
export type TemplatePiece =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "expression"; readonly source: string; readonly from: number; readonly to: number }
  /** A `{{` without its `}}`. */
  | { readonly kind: "unclosed"; readonly from: number; readonly to: number };

/**
 * Cuts a template into its pieces, once, from left to right. `{{{{` is a literal `{{`. An expression ends at
 * the first `}}` outside of its own quotes, template literals, regular expressions and brackets, so that
 * `{{ { a: { b: 1 } } }}` and `{{ "}}" }}` are whole. `source` is what stands between, with its white space.
 */
export function splitTemplate(text: string): TemplatePiece[] {
  const pieces: TemplatePiece[] = [];
  let literal = "";
  let at = 0;
  while (at < text.length) {
    const open = text.indexOf("{{", at);
    if (open === -1) break;
    literal += text.slice(at, open);
    if (text.startsWith("{{{{", open)) {
      literal += "{{";
      at = open + 4;
      continue;
    }
    const from = open + 2;
    const to = endOfExpression(text, from);
    if (literal !== "") pieces.push({ kind: "text", text: literal });
    literal = "";
    if (to === -1) {
      pieces.push({ kind: "unclosed", from: open, to: text.length });
      return pieces;
    }
    pieces.push({ kind: "expression", source: text.slice(from, to), from, to });
    at = to + 2;
  }
  literal += text.slice(at);
  if (literal !== "") pieces.push({ kind: "text", text: literal });
  return pieces;
}

/** After these a `/` begins a regular expression; after anything else it divides. */
const beforeRegex = new Set([
  "",
  "(",
  ",",
  "=",
  ":",
  "[",
  "!",
  "&",
  "|",
  "?",
  "{",
  "}",
  "+",
  "-",
  "*",
  "%",
  "<",
  ">",
]);

/**
 * Slashes of one expression that may turn out to begin no regular expression. Each costs a look ahead, which a text
 * of nothing but `(/[` would otherwise pay at every third character.
 */
const maxFailedLooks = 20;

/**
 * Where the closing `}}` of an expression begins; -1 when there is none. Looks at each character once, but for the
 * few looks ahead after slashes.
 */
function endOfExpression(text: string, from: number): number {
  /** What is open: brackets, and a backquote while inside the text of a template literal. */
  const open: string[] = [];
  let previous = "";
  let failedLooks = 0;
  let at = from;
  while (at < text.length) {
    const character = text.charAt(at);
    if (open.at(-1) === "`") {
      if (character === "\\") at += 1;
      else if (character === "`") open.pop();
      else if (character === "$" && text[at + 1] === "{") {
        open.push("{");
        at += 1;
      }
      previous = character;
      at += 1;
      continue;
    }
    if (open.length === 0 && character === "}" && text[at + 1] === "}") return at;
    if (character === '"' || character === "'") {
      at = endOfQuoted(text, at, character);
      if (at === -1) return -1;
    } else if (character === "/" && failedLooks < maxFailedLooks && beforeRegex.has(previous)) {
      const end = endOfRegex(text, at);
      if (end === at) failedLooks += 1;
      at = end;
    } else if (character === "`" || character === "(" || character === "[" || character === "{") {
      open.push(character);
    } else if (character === ")" || character === "]" || character === "}") {
      // A bracket too many is the parser's to report; `}}` must still be found after it.
      if (open.length > 0) open.pop();
    }
    if (character.trim() !== "") previous = character;
    at += 1;
  }
  return -1;
}

/** The position of the closing quote; -1 when the line ends first. */
function endOfQuoted(text: string, from: number, quote: string): number {
  for (let at = from + 1; at < text.length; at++) {
    const character = text[at];
    if (character === "\\") at += 1;
    else if (character === quote) return at;
    else if (character === "\n") return -1;
  }
  return -1;
}

/** The position of the closing slash, or of the slash itself when no pattern that may be so long ends on its line. */
function endOfRegex(text: string, from: number): number {
  let inClass = false;
  const limit = Math.min(text.length, from + maxPatternLength + 2);
  for (let at = from + 1; at < limit; at++) {
    const character = text[at];
    if (character === "\\") at += 1;
    else if (character === "[") inClass = true;
    else if (character === "]") inClass = false;
    else if (character === "\n") return from;
    else if (character === "/" && !inClass) return at;
  }
  return from;
}
