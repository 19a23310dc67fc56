import { type AnyNode, parseExpressionAt } from "acorn";
import { staticName } from "./static-name.ts";

export type ValueKind = "string" | "number" | "boolean" | "array" | "object";

const comparisons = new Set(["==", "===", "!=", "!==", "<", "<=", ">", ">=", "in"]);
/** What functions and methods of these names always give. */
const results = new Map<string, ValueKind>([
  ..."String toString toUpperCase toLowerCase trim toFixed toISO toISOString toFormat format join replace"
    .concat(" replaceAll substring padStart padEnd stringify encodeURIComponent")
    .split(" ")
    .map((name): [string, ValueKind] => [name, "string"]),
  ..."Number parseInt parseFloat round floor ceil abs indexOf"
    .split(" ")
    .map((name): [string, ValueKind] => [name, "number"]),
  ..."Boolean includes startsWith endsWith some every isArray isEmpty isNotEmpty"
    .split(" ")
    .map((name): [string, ValueKind] => [name, "boolean"]),
  ..."split map filter flatMap keys values entries"
    .split(" ")
    .map((name): [string, ValueKind] => [name, "array"]),
]);

/** What an expression of n8n gives whatever the data; undefined: that depends, or it cannot be read. */
export function kindOfExpression(source: string): ValueKind | undefined {
  try {
    return kindOf(parseExpressionAt(source, 0, { ecmaVersion: 2025 }));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined;
    throw error;
  }
}

function kindOf(node: AnyNode): ValueKind | undefined {
  switch (node.type) {
    case "Literal": {
      const kind = typeof node.value;
      return kind === "string" || kind === "number" || kind === "boolean" ? kind : undefined;
    }
    case "TemplateLiteral":
      return "string";
    case "ArrayExpression":
      return "array";
    case "ObjectExpression":
      return "object";
    case "ParenthesizedExpression":
      return kindOf(node.expression);
    case "UnaryExpression":
      return node.operator === "!" ? "boolean" : node.operator === "typeof" ? "string" : "number";
    case "BinaryExpression":
      if (comparisons.has(node.operator)) return "boolean";
      return node.operator === "+" ? kindOfSum(kindOf(node.left), kindOf(node.right)) : "number";
    case "ConditionalExpression":
      return common(kindOf(node.consequent), kindOf(node.alternate));
    case "LogicalExpression":
      return common(kindOf(node.left), kindOf(node.right));
    case "CallExpression": {
      const { callee } = node;
      const name = callee.type === "MemberExpression" ? staticName(callee) : undefined;
      return results.get(callee.type === "Identifier" ? callee.name : (name ?? ""));
    }
    default:
      return undefined;
  }
}

function kindOfSum(left: ValueKind | undefined, right: ValueKind | undefined): ValueKind | undefined {
  return left === "string" || right === "string" ? "string" : common(left, right);
}

function common(one: ValueKind | undefined, other: ValueKind | undefined): ValueKind | undefined {
  return one === other ? one : undefined;
}
