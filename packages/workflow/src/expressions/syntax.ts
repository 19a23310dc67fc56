import type { AnyNode } from "acorn";
import type { Word } from "./vocabulary.ts";

/** The operators of the language. `==` and `!=` mean `===` and `!==`. */
export const unaryOperators: ReadonlySet<string> = new Set(["!", "-", "+", "typeof"]);
export const logicalOperators: ReadonlySet<string> = new Set(["&&", "||", "??"]);
export const binaryOperators: ReadonlySet<string> = new Set([
  "+",
  "-",
  "*",
  "/",
  "%",
  "**",
  "<",
  "<=",
  ">",
  ">=",
  "==",
  "===",
  "!=",
  "!==",
  "in",
]);

/** Names that are values by themselves. */
export const constants: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ["undefined", undefined],
  ["NaN", Number.NaN],
  ["Infinity", Number.POSITIVE_INFINITY],
]);

const refused = new Map<string, readonly [string, Word]>([
  ["AssignmentExpression", ["=", "@compare-instead"]],
  ["UpdateExpression", ["++", "@use-subset"]],
  ["NewExpression", ["new", "@use-date"]],
  ["ThisExpression", ["this", "@names"]],
  ["Super", ["super", "@use-subset"]],
  ["FunctionExpression", ["function", "@use-arrow"]],
  ["ClassExpression", ["class", "@use-subset"]],
  ["ImportExpression", ["import", "@use-subset"]],
  ["MetaProperty", ["import.meta", "@use-subset"]],
  ["TaggedTemplateExpression", ["name`…`", "@use-subset"]],
  ["SequenceExpression", [",", "@two-templates"]],
  ["AwaitExpression", ["await", "@use-subset"]],
  ["YieldExpression", ["yield", "@use-subset"]],
]);

/** How messages name syntax that is refused, and what to do instead. */
export function whatIs(node: AnyNode): readonly [string, Word] {
  return refused.get(node.type) ?? [node.type, "@use-subset"];
}
