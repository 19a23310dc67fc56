import type { Json } from "../../node-contract/json.ts";
import { kindOfExpression } from "../kind-of-expression.ts";
import { conversions, wholeExpression } from "../loose-types.ts";

interface TypesGiven {
  /** Whether an expression of n8n has a meaning here; one that has none stays as it was. */
  readonly carries: (source: string) => boolean;
  /** Told of lists and objects, whose text n8n would read as JSON. */
  readonly notCarried: () => void;
}

/** A value of a field as the type that n8n makes of it, as a parameter of n8n still. What is null stays null. */
export function typed(value: Json | undefined, type: Json | undefined, given: TypesGiven): Json | undefined {
  if (typeof type !== "string") return value;
  if (typeof value === "string" && value.startsWith("=")) return converted(value, type, given);
  if (type === "string")
    return typeof value === "number" || typeof value === "boolean" ? String(value) : value;
  return typeof value === "string" ? read(value) : value;
}

/** JSON that stands there as text; the text itself, where it is none. */
export function read(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

function converted(raw: string, type: string, { carries, notCarried }: TypesGiven): string {
  const own = wholeExpression(raw);
  const kind = own === undefined ? "string" : kindOfExpression(own);
  if (kind === type || (own !== undefined && !carries(own))) return raw;
  if (own === undefined || type === "array" || type === "object") {
    notCarried();
    return raw;
  }
  if (type === "string") return `={{ ${unlessNull(own, conversions.string(own))} }}`;
  if (type === "number") return `={{ ${unlessNull(own, `Number(${own})`)} }}`;
  if (type === "boolean") return `={{ ${conversions.boolean(own)} }}`;
  return raw;
}

function unlessNull(own: string, conversion: string): string {
  if (kindOfExpression(own) !== undefined) return conversion;
  const tested = /^[\w$.()[\]"']+$/.test(own) ? own : `(${own})`;
  return `${tested} == null ? null : ${conversion}`;
}
