import type { AnyNode } from "acorn";
import { parseScript } from "../expressions/check-script.ts";
import { staticName } from "./static-name.ts";
import { childrenOf } from "./translate.ts";

/** What the language itself brings, which is all that the sandbox has, besides `console`. */
const ofTheLanguage = new Set([
  ..."undefined NaN Infinity globalThis eval isFinite isNaN parseFloat parseInt arguments console".split(" "),
  ..."decodeURI decodeURIComponent encodeURI encodeURIComponent escape unescape".split(" "),
  ..."Array ArrayBuffer BigInt Boolean DataView Date Error EvalError AggregateError Function Iterator".split(
    " ",
  ),
  ..."Float32Array Float64Array Int8Array Int16Array Int32Array Uint8Array Uint8ClampedArray".split(" "),
  ..."Uint16Array Uint32Array BigInt64Array BigUint64Array JSON Map Math Number Object Promise Proxy".split(
    " ",
  ),
  ..."RangeError ReferenceError Reflect RegExp Set String Symbol SyntaxError TypeError URIError".split(" "),
  ..."WeakMap WeakRef WeakSet FinalizationRegistry".split(" "),
]);
/** What an item list of n8n has here. */
const ofLists = new Set(["item", "first", "last", "all"]);

/**
 * What a script reads that is neither of the language, nor its own, nor `known`, each once, in the order of the text:
 * `fetch`, `this.helpers`, `$input.params`. What stands in comments and texts is none of it. Throws like `parseScript`.
 */
export function foreignNames(
  source: string,
  known: { readonly names: ReadonlySet<string>; readonly nodes: ReadonlySet<string> },
): string[] {
  const read = new Set<string>();
  const declared = new Set<string>();
  const visit = (node: AnyNode, binds: boolean): void => {
    const foreign = foreignPart(node, known.nodes);
    if (foreign !== undefined) read.add(foreign);
    if (node.type === "Identifier") {
      (binds ? declared : read).add(node.name);
      return;
    }
    for (const [child, childBinds] of partsOf(node, binds)) visit(child, childBinds);
  };
  visit(parseScript(source), false);
  return [...read].filter(
    (name) => !declared.has(name) && !ofTheLanguage.has(name) && !known.names.has(name),
  );
}

/** What n8n puts at `this`, a list or a node, and no name of its own. */
function foreignPart(node: AnyNode, nodes: ReadonlySet<string>): string | undefined {
  if (node.type === "ImportExpression") return "import()";
  if (node.type === "CallExpression" && node.callee.type === "Identifier" && node.callee.name === "$") {
    const [name] = node.arguments;
    const isKnown = name?.type === "Literal" && typeof name.value === "string" && nodes.has(name.value);
    return isKnown ? undefined : `$(${name?.type === "Literal" ? String(name.raw) : "…"})`;
  }
  if (node.type !== "MemberExpression") return undefined;
  const member = staticName(node);
  const { object } = node;
  if (object.type === "ThisExpression") return `this.${member ?? "…"}`;
  if (member === undefined || ofLists.has(member)) return undefined;
  if (object.type === "Identifier" && object.name === "$input") return `$input.${member}`;
  if (object.type === "CallExpression" && object.callee.type === "Identifier" && object.callee.name === "$")
    return `$(…).${member}`;
  return undefined;
}

/** The parts of a node that hold names of values, and whether they give those names. */
function partsOf(node: AnyNode, binds: boolean): [AnyNode, boolean][] {
  const part = (child: AnyNode | null | undefined, gives: boolean): [AnyNode, boolean][] =>
    child ? [[child, gives]] : [];
  switch (node.type) {
    case "VariableDeclarator":
      return [...part(node.id, true), ...part(node.init, false)];
    case "FunctionDeclaration":
    case "FunctionExpression":
    case "ArrowFunctionExpression":
      return [
        ...part(node.id, true),
        ...node.params.flatMap((parameter) => part(parameter, true)),
        ...part(node.body, false),
      ];
    case "ClassDeclaration":
    case "ClassExpression":
      return [...part(node.id, true), ...part(node.superClass, false), ...part(node.body, false)];
    case "MethodDefinition":
    case "PropertyDefinition":
      return [...(node.computed ? part(node.key, false) : []), ...part(node.value, false)];
    case "CatchClause":
      return [...part(node.param, true), ...part(node.body, false)];
    case "AssignmentPattern":
      return [...part(node.left, binds), ...part(node.right, false)];
    case "LabeledStatement":
      return part(node.body, false);
    case "BreakStatement":
    case "ContinueStatement":
    case "MetaProperty":
      return [];
    default:
      return childrenOf(node).flatMap((child) => part(child, binds));
  }
}
