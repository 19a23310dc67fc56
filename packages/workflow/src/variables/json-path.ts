import { JSONPathEnvironment, JSONPathError, type JSONPathQuery, jsonpath } from "json-p3";
import { forbiddenNames } from "../document/schema.ts";
import { checkExpression } from "./json-path-check.ts";
import { nameRefused, PathError, refuseLength } from "./path.ts";

/** An RFC 9535 path: json-p3 has parsed it (it evaluates no code), our own evaluator runs it. */
export interface JsonPath {
  readonly language: "jsonpath";
  readonly text: string;
  readonly query: JSONPathQuery;
  readonly singular: boolean;
}

const environment = new JSONPathEnvironment({ strict: true });

/**
 * Parses a path that begins with `$` (RFC 9535: no script expressions, no parent operator).
 * @throws PathError with the position of the mistake, also for refused names and for patterns of `match` and
 * `search` that are not written in the path.
 */
export function parseJsonPath(text: string): JsonPath {
  refuseLength(text);
  let query: JSONPathQuery;
  try {
    query = environment.compile(text);
  } catch (cause) {
    throw syntaxError(cause);
  }
  checkQuery(query);
  return { language: "jsonpath", text, query, singular: query.singularQuery() };
}

/** Walks every selector, those inside filters too, and refuses what we never read. */
function checkQuery(query: JSONPathQuery): void {
  for (const segment of query.segments) {
    for (const selector of segment.selectors) {
      if (selector instanceof jsonpath.selectors.NameSelector && forbiddenNames.has(selector.name)) {
        throw nameRefused(selector.name, selector.token.index);
      }
      if (selector instanceof jsonpath.selectors.FilterSelector) {
        checkExpression(selector.expression, checkQuery);
      }
    }
  }
}

function syntaxError(cause: unknown): PathError {
  const position = cause instanceof JSONPathError ? cause.token.index : 0;
  const said = cause instanceof Error ? cause.message.replace(/\s*\([^()]*:\d+\)$/, "") : "";
  return new PathError({
    code: "path-syntax",
    message: `not a JSONPath of RFC 9535${said === "" ? "" : `: ${said}`}`,
    position,
    cause,
  });
}
