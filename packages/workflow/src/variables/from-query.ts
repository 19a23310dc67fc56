import qs from "qs";
import { forbiddenNames } from "../document/schema.ts";
import type { JsonObject } from "../node-contract/json.ts";
import { dangerousName, type ParseProblem } from "./problem.ts";

/** Most parameters of a query string. */
export const maxQueryParameters = 1_000;
/** Deepest brackets of a parameter: `a[b][c]` has two. */
export const maxQueryDepth = 10;

/** Our reading of query strings. qs changes its defaults between releases, so every option that matters is named. */
const options: qs.IParseOptions & { strictMerge: boolean } = {
  allowDots: false,
  allowEmptyArrays: false,
  allowSparse: false,
  arrayLimit: 100,
  charset: "utf-8",
  charsetSentinel: false,
  comma: false,
  decodeDotInKeys: false,
  delimiter: "&",
  depth: maxQueryDepth,
  duplicates: "combine",
  ignoreQueryPrefix: false,
  interpretNumericEntities: false,
  parameterLimit: maxQueryParameters,
  parseArrays: true,
  plainObjects: true,
  strictDepth: true,
  strictMerge: true,
  strictNullHandling: true,
  throwOnLimitExceeded: false,
};

export interface ParsedQuery {
  /** Objects in it have no prototype. Leaves are text, `null` for a name without `=`. */
  value: JsonObject;
  /** `query-too-complex` (then `value` is empty and the front door answers 400), `dangerous-name`. */
  problems: ParseProblem[];
}

/**
 * Reads a query string, what follows `?` in a URL (one leading `?` is dropped). A parameter with a segment
 * `__proto__`, `constructor` or `prototype` never reaches qs. Runs for every delivery: an empty text costs nothing.
 */
export function parseQuery(text: string): ParsedQuery {
  const asked = text.charCodeAt(0) === 0x3f ? text.slice(1) : text;
  // qs takes an escaped bracket, in a value too, for a bracket: all that looks at the text must see what it sees.
  const source = asked.includes("%5") ? asked.replace(/%5b/gi, "[").replace(/%5d/gi, "]") : asked;
  if (source === "") return { value: Object.create(null) as JsonObject, problems: [] };
  const problems: ParseProblem[] = [];
  if (countParameters(source) > maxQueryParameters) return tooComplex();
  const safe = mayNameDanger(source) ? withoutDanger(source, problems) : source;
  const simple = readSimple(safe);
  if (simple) return { value: simple, problems };
  try {
    return { value: qs.parse(safe, options) as unknown as JsonObject, problems };
  } catch (cause) {
    if (cause instanceof RangeError) return tooComplex();
    throw cause;
  }
}

/**
 * The query string in what a person pastes: a URL, a path, `?a=1` or `a=1`. What follows `#` is dropped; line
 * breaks, which copying from a page brings, too.
 */
export function queryOfPasted(pasted: string): string {
  const line = pasted
    .split(/[\r\n]+/)
    .map((part) => part.trim())
    .join("");
  const requestLine = /^[A-Z]+ (\S+)(?: HTTP\/[0-9.]+)?$/.exec(line);
  const [text = ""] = (requestLine?.[1] ?? line).split("#");
  const mark = text.indexOf("?");
  const firstSign = text.search(/[=&]/);
  if (mark >= 0 && (firstSign < 0 || mark < firstSign)) return text.slice(mark + 1);
  return /^(?:[A-Za-z][A-Za-z0-9+.-]*:\/\/|\/)/.test(text) && mark < 0 ? "" : text;
}

/**
 * What qs would yield for a query without brackets, escaped names and repeated names, which is nearly every query,
 * at a tenth of its cost (measured: 0.4 against 5 µs for three parameters). `undefined` hands the query to qs.
 */
function readSimple(text: string): JsonObject | undefined {
  if (text.includes("[") || text.includes("]")) return undefined;
  const value = Object.create(null) as JsonObject;
  for (const parameter of text.split("&")) {
    const sign = parameter.indexOf("=");
    const name = sign < 0 ? parameter : parameter.slice(0, sign);
    if (name === "") continue;
    if (name.includes("%") || name.includes("+") || value[name] !== undefined) return undefined;
    value[name] = sign < 0 ? null : decodeText(parameter.slice(sign + 1));
  }
  return value;
}

/** As qs decodes: `+` is a space, and a text with a broken escape stays as it is. */
function decodeText(text: string): string {
  const spaced = text.includes("+") ? text.replaceAll("+", " ") : text;
  if (!spaced.includes("%")) return spaced;
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced;
  }
}

function tooComplex(): ParsedQuery {
  const message = `a query has at most ${maxQueryParameters} parameters and ${maxQueryDepth} levels of brackets`;
  return {
    value: Object.create(null) as JsonObject,
    problems: [{ from: "query", code: "query-too-complex", message }],
  };
}

function countParameters(text: string): number {
  let count = 1;
  for (let at = text.indexOf("&"); at >= 0; at = text.indexOf("&", at + 1)) count += 1;
  return count;
}

/** A cheap look that lets nearly every query pass: the names can only hide behind percent signs. */
function mayNameDanger(text: string): boolean {
  return text.includes("proto") || text.includes("constructor") || text.includes("%");
}

function withoutDanger(text: string, problems: ParseProblem[]): string {
  const parameters = text.split("&");
  const kept = parameters.filter((parameter) => {
    const name = dangerIn(nameOf(parameter));
    if (name !== undefined) problems.push(dangerousName("query", name));
    return name === undefined;
  });
  return kept.length === parameters.length ? text : kept.join("&");
}

/** The name of a parameter, cut where qs cuts it. */
function nameOf(parameter: string): string {
  const afterBracket = parameter.indexOf("]=");
  const end = afterBracket >= 0 ? afterBracket + 1 : parameter.indexOf("=");
  return decodeText(end < 0 ? parameter : parameter.slice(0, end));
}

function dangerIn(name: string): string | undefined {
  return name.split(/[[\]]/).find((segment) => forbiddenNames.has(segment));
}
