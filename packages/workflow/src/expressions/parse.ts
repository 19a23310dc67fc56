import { type Expression, parseExpressionAt } from "acorn";
import { ExpressionError } from "./expression-error.ts";
import { maxSourceDepth, maxSourceLength } from "./limits.ts";
import type { ExpressionErrorCode, MessageValues } from "./messages.ts";

/**
 * The syntax tree of one expression. Acorn is used as a parser only; what of its trees is meant at all is
 * decided in `analyse.ts`. Comments are refused here, because the tree does not show them.
 */
export function parseExpression(source: string): Expression {
  const refuse = (code: ExpressionErrorCode, from: number, to: number, values: MessageValues = {}) =>
    new ExpressionError({ code, values, from, to, source });

  if (source.length > maxSourceLength) {
    const values = { length: source.length, limit: maxSourceLength };
    throw refuse("source-too-long", 0, source.length, values);
  }
  if (source.trim() === "") throw refuse("empty-expression", 0, source.length);
  let comment: [number, number] | undefined;
  let tree: Expression;
  try {
    tree = parseExpressionAt(source, 0, {
      ecmaVersion: 2025,
      sourceType: "script",
      preserveParens: true,
      onComment: (_block, _text, from, to) => {
        comment ??= [from, to];
      },
    });
  } catch (cause) {
    if (cause instanceof SyntaxError) {
      const at = Math.min("pos" in cause && typeof cause.pos === "number" ? cause.pos : 0, source.length);
      const reason = cause.message.replace(/ \(\d+:\d+\)$/, "").replace(/\.$/, "");
      throw refuse("syntax-error", at, Math.min(at + 1, source.length), { reason });
    }
    // Acorn descends by recursion: thousands of nested brackets end in a full stack, which is caught here.
    if (cause instanceof RangeError)
      throw refuse("source-too-deep", 0, source.length, { limit: maxSourceDepth });
    throw cause;
  }
  if (comment !== undefined) throw refuse("comment-not-allowed", comment[0], comment[1]);
  const rest = source.slice(tree.end);
  if (rest.trim() !== "") {
    const from = source.length - rest.trimStart().length;
    throw refuse("unexpected-text", from, source.length);
  }
  return tree;
}
