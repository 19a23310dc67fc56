import { jsonpath } from "json-p3";
import type { Json } from "../node-contract/json.ts";
import { compilePath, type Path } from "./compile-path.ts";
import type { JsonPath } from "./json-path.ts";
import { compileJsonPath } from "./json-path-compile.ts";
import { sourcesAt } from "./number-source.ts";
import type { PathSegment } from "./path.ts";

/** Replaces the numbers in what a path has found by their text as it stood in the body. */
export type ExactTexts = (path: Path, found: Json) => Json;

/** From here on a tree with all sources is cheaper than another pass over the text. */
const passesBeforeTree = 5;

/**
 * Makes the reader of exact numbers for one request, so that identifiers beyond 2^53 survive in string variables.
 * Nothing is done before the first number; what that costs is bounded by the body, not by the number of variables.
 * Without the body's text a number is written as JavaScript writes it.
 */
export function readExactTexts(request: { body: Json; bodyText?: string | (() => string) }): ExactTexts {
  let text: string | undefined;
  let tree: Json | undefined;
  let passes = 0;
  const sourcesOf = (path: Path): readonly Json[] => {
    const { bodyText } = request;
    text ??= typeof bodyText === "function" ? bodyText() : bodyText;
    if (text === undefined) return [];
    const segments = path.language === "dotted" ? path.segments : plainSegments(path);
    passes += 1;
    if (segments && passes <= passesBeforeTree) return sourcesAt(text, segments);
    tree ??= withSources(text);
    const found =
      path.language === "dotted"
        ? compilePath(path.text).read(tree)
        : compileJsonPath(path)(request.body, tree);
    if (path.singular) return found === undefined ? [] : [found];
    return Array.isArray(found) ? found : [];
  };
  return (path, found) => {
    const sources = sourcesOf(path);
    const exact = (value: Json, index: number): Json => {
      if (typeof value !== "number") return value;
      const source = sources[index];
      return typeof source === "string" ? source : JSON.stringify(value);
    };
    return path.singular ? exact(found, 0) : (found as Json[]).map(exact);
  };
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
 * The body with its numbers as text. Slow (some 70 µs per KB), so it is made only for other JSONPaths and for
 * bodies of many numbers that become text. Engines without `context.source` keep the number, which is then written as it is.
 */
function withSources(text: string): Json {
  const source = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  const reviver = (_key: string, value: unknown, context?: { source?: string }): unknown =>
    typeof value === "number" ? (context?.source ?? value) : value;
  return JSON.parse(source, reviver as (key: string, value: unknown) => unknown) as Json;
}
