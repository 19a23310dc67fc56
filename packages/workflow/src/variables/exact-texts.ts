import { jsonpath } from "json-p3";
import type { Json } from "../node-contract/json.ts";
import type { Path } from "./compile-path.ts";
import type { JsonPath } from "./json-path.ts";
import { compileJsonPath } from "./json-path-compile.ts";
import { sourcesAt } from "./number-source.ts";
import type { PathSegment } from "./path.ts";

/**
 * Replaces the numbers in what a string variable has found by their text as it stood in the body, so identifiers
 * beyond 2^53 survive. Without the body's text a number is written as JavaScript writes it.
 */
export function exactTexts(
  path: Path,
  found: Json,
  request: { body: Json; bodyText?: string | (() => string) },
): Json {
  const { bodyText } = request;
  const text = typeof bodyText === "function" ? bodyText() : bodyText;
  const sources = text === undefined ? [] : sourcesOf(path, request.body, text);
  const exact = (value: Json, index: number): Json => {
    if (typeof value !== "number") return value;
    const source = sources[index];
    return typeof source === "string" ? source : JSON.stringify(value);
  };
  return path.singular ? exact(found, 0) : (found as Json[]).map(exact);
}

/** The texts of what the path finds, in the order in which it finds them. */
function sourcesOf(path: Path, body: Json, text: string): readonly Json[] {
  const segments = path.language === "dotted" ? path.segments : plainSegments(path);
  if (segments) return sourcesAt(text, segments);
  const found = path.language === "jsonpath" && compileJsonPath(path)(body, withSources(text));
  if (path.singular) return found === undefined ? [] : [found];
  return Array.isArray(found) ? found : [];
}

/** A JSONPath of names and of elements counted from the front is no more than a dotted path. */
function plainSegments({ query, singular }: JsonPath): PathSegment[] | undefined {
  if (!singular) return undefined;
  const segments: PathSegment[] = [];
  for (const { selectors } of query.segments) {
    const [only] = selectors;
    if (only instanceof jsonpath.selectors.NameSelector) segments.push({ kind: "key", name: only.name });
    else if (only instanceof jsonpath.selectors.IndexSelector && only.index >= 0) {
      segments.push({ kind: "index", index: only.index });
    } else return undefined;
  }
  return segments;
}

/**
 * The body with its numbers as text. Slow (some 70 µs per KB), so only other JSONPaths take this way, and only when a
 * string variable meets a number. Engines without `context.source` keep the number, which is then written as it is.
 */
function withSources(text: string): Json {
  const source = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  const reviver = (_key: string, value: unknown, context?: { source?: string }): unknown =>
    typeof value === "number" ? (context?.source ?? value) : value;
  return JSON.parse(source, reviver as (key: string, value: unknown) => unknown) as Json;
}
