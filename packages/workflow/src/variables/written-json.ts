import { type JsonTextError, type JsonTextResult, lineAndColumn, parseJsonText } from "./json-text.ts";

/** Why a valid JSON text would not be kept as it is written; `what` is the number or the key, as it stands there. */
export interface WrittenJsonError {
  ok: false;
  code: "inexact-number" | "doubled-key" | "reserved-key";
  what: string;
  line: number;
  column: number;
}
export type WrittenJsonResult = Exclude<JsonTextResult, JsonTextError> | JsonTextError | WrittenJsonError;

/**
 * Reads a JSON text that a person writes and that is kept as a value. On top of `parseJsonText` it refuses what the value
 * would not hold: a number with more digits than a double keeps, a key that stands twice in an object, `__proto__`.
 */
export function parseWrittenJson(text: string): WrittenJsonResult {
  const read = parseJsonText(text);
  if (!read.ok) return read;
  const lost = firstLost(text);
  if (lost === undefined) return read;
  const { at, ...more } = lost;
  return { ok: false, ...more, ...lineAndColumn(text, at) };
}

interface Lost {
  readonly code: WrittenJsonError["code"];
  readonly what: string;
  readonly at: number;
}

/** In valid JSON a token begins with a quote, a bracket, or what a number begins with; `true`, `false` and `null` pass by. */
const token = /"(?:[^"\\]|\\.)*"|[{}[\]]|-?\d[\d.eE+-]*/g;
const colon = /\s*:/y;

function firstLost(text: string): Lost | undefined {
  /** The keys of each object that is open; null: a list. */
  const open: (Set<string> | null)[] = [];
  for (const { 0: piece, index: at } of text.matchAll(token)) {
    if (piece === "{" || piece === "[") open.push(piece === "{" ? new Set() : null);
    else if (piece === "}" || piece === "]") open.pop();
    else if (piece.startsWith('"')) {
      colon.lastIndex = at + piece.length;
      const keys = open.at(-1);
      if (!keys || !colon.test(text)) continue;
      const key = JSON.parse(piece) as string;
      if (key === "__proto__") return { code: "reserved-key", what: key, at };
      if (keys.has(key)) return { code: "doubled-key", what: key, at };
      keys.add(key);
    } else if (!keepsNumber(piece)) {
      return { code: "inexact-number", what: piece, at };
    }
  }
  return undefined;
}

/** Whether a decimal number has the value that it is written with: a double keeps about 16 digits. */
export function keepsNumber(source: string): boolean {
  return decimal(source) === decimal(String(Number(source)));
}

/** One text for all spellings of a decimal number: its digits without zeros at either end, and the power of ten of the last. */
function decimal(source: string): string {
  const [, sign, whole = "", fraction = "", exponent = "0"] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(source) ?? [];
  const all = (whole + fraction).replace(/^0+/, "");
  const digits = all.replace(/0+$/, "");
  if (digits === "") return whole === "" ? source : "0";
  return `${sign}${digits}e${Number(exponent) - fraction.length + all.length - digits.length}`;
}
