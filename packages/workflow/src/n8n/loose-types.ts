import { splitTemplate } from "../expressions/split-template.ts";
import type { Json } from "../node-contract/json.ts";
import { kindOfExpression } from "./kind-of-expression.ts";

/** An expression as the text, or truth value, that n8n makes of it; null stays null for a truth value. */
export const conversions = {
  string: (own: string) => `String(${own})`,
  boolean: (own: string) =>
    `({ "true": true, "1": true, "false": false, "0": false })[String(${own}).toLowerCase()]`,
};

/** One whole expression, without the braces; undefined: it is a literal, or a text with expressions in it. */
export function wholeExpression(raw: Json | undefined): string | undefined {
  if (typeof raw !== "string" || !raw.startsWith("=")) return undefined;
  const pieces = splitTemplate(raw.slice(1));
  const [only] = pieces;
  return pieces.length === 1 && only?.kind === "expression"
    ? only.source.trim().replace(/;$/, "")
    : undefined;
}

export interface LooseGiven {
  readonly type: string;
  /** Of n8n's comparison: from 2 on, "false" is false. */
  readonly version: number;
  /** Whether an expression of n8n has a meaning here; one that has none stays as it was. */
  readonly carries: (source: string) => boolean;
  /** Told of the types that n8n converts to and nothing here does. */
  readonly notCarried: () => void;
}

/**
 * A side of a comparison that converts types where required, as a parameter of n8n still. Numbers are compared with texts
 * that are numbers here too, and so need nothing.
 */
export function loose(raw: Json | undefined, given: LooseGiven): Json | undefined {
  const { type, version, carries, notCarried } = given;
  const own = wholeExpression(raw);
  if (own === undefined) return type === "boolean" ? truthValueOf(raw, version) : raw;
  if (kindOfExpression(own) === type || !carries(own)) return raw;
  if (type === "string") return `={{ ${conversions.string(own)} }}`;
  if (type === "boolean") {
    const known = version >= 2 ? `${conversions.boolean(own)} ?? ` : "";
    return `={{ (${own}) == null ? null : (${known}Boolean(${own})) }}`;
  }
  if (type === "array" || type === "object") notCarried();
  return raw;
}

function truthValueOf(raw: Json | undefined, version: number): Json | undefined {
  if (typeof raw !== "string" || raw === "") return raw;
  const text = raw.toLowerCase();
  return version < 2 || (text !== "false" && text !== "0");
}
