import type { JSONPathQuery } from "json-p3";
import { jsonpath } from "json-p3";
import { linearPattern } from "./json-path-pattern.ts";
import { PathError } from "./path.ts";

const { expressions } = jsonpath;
type FilterExpression = InstanceType<typeof expressions.FilterExpression>;

/**
 * Walks a filter's expression once, when the path is read: nested queries are handed to `checkQuery`, and the
 * pattern of `match` and `search` must be a literal that our engine takes. A pattern that came from data could be
 * made as large as its sender likes.
 */
export function checkExpression(
  expression: FilterExpression,
  checkQuery: (query: JSONPathQuery) => void,
): void {
  if (expression instanceof expressions.LogicalExpression) checkExpression(expression.expression, checkQuery);
  else if (expression instanceof expressions.PrefixExpression) checkExpression(expression.right, checkQuery);
  else if (expression instanceof expressions.InfixExpression) {
    checkExpression(expression.left, checkQuery);
    checkExpression(expression.right, checkQuery);
  } else if (expression instanceof expressions.FilterQuery) checkQuery(expression.path);
  else if (expression instanceof expressions.FunctionExtension) {
    for (const argument of expression.args) checkExpression(argument, checkQuery);
    if (expression.name === "match" || expression.name === "search") patternOf(expression);
  }
}

/** The literal pattern of a `match` or `search`. @throws PathError when it is no literal or cannot be compiled. */
export function patternOf(call: InstanceType<typeof expressions.FunctionExtension>) {
  const pattern = call.args[1];
  if (!(pattern instanceof expressions.StringLiteral)) {
    const message = `the pattern of ${call.name}() has to be written in the path`;
    throw new PathError({ code: "path-syntax", message, position: call.token.index });
  }
  try {
    return linearPattern(pattern.value);
  } catch (cause) {
    const message = `${call.name}() has a pattern that is no I-Regexp (RFC 9485)`;
    throw new PathError({ code: "path-syntax", message, position: pattern.token.index, cause });
  }
}
