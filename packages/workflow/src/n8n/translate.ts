import { type AnyNode, parseExpressionAt } from "acorn";
import { checkExpression } from "../expressions/expression.ts";
import { describeProblem } from "../expressions/expression-error.ts";
import type { Text } from "../node-contract/texts.ts";
import { askedOfMoment, momentOf } from "./moments.ts";
import { nothing, type Source, wholeOf } from "./sources.ts";
import { staticName } from "./static-name.ts";

export interface TranslateGiven {
  /** What `$json` is here. */
  readonly input: Source;
  /** What `json` of a node is; undefined: there is none of that name. */
  readonly output: (name: string) => Source | undefined;
  /** Told of what is read. */
  readonly reads: (source: Source) => void;
}

/** An expression of Sluice; or, where the meaning cannot be kept, why. */
export type Translated =
  | { readonly ok: true; readonly expression: string }
  | { readonly ok: false; readonly reason: Text };

/** The parser of expressions speaks English only. */
const unreadable: Text = {
  en: "it cannot be read as one expression",
  fr: "ce n’est pas une expression lisible",
};

function notHere(what: string): Text {
  return { en: `${what} does not exist here`, fr: `${what} n’existe pas ici` };
}

/** Says within the translation that it cannot go on. */
class NotCarried extends Error {
  readonly reason: Text;

  constructor(reason: Text) {
    super(reason.en);
    this.reason = reason;
  }
}

/** Translates what stands between `{{` and `}}` in n8n. What stays the same stays as it was written. */
export function translate(source: string, given: TranslateGiven): Translated {
  const text = source.trim().replace(/;$/, "");
  try {
    const tree = parseExpressionAt(text, 0, { ecmaVersion: 2025, sourceType: "script" });
    if (text.slice(tree.end).trim() !== "") return { ok: false, reason: unreadable };
    const expression = new Translation(text, given).rewrite(tree);
    const [problem] = checkExpression(expression);
    if (!problem) return { ok: true, expression };
    return { ok: false, reason: { en: problem.message, fr: describeProblem(problem, "fr") } };
  } catch (error) {
    if (error instanceof NotCarried) return { ok: false, reason: error.reason };
    if (error instanceof SyntaxError || error instanceof RangeError) return { ok: false, reason: unreadable };
    throw error;
  }
}

/** `$workflow.name` and the like: the same without the sign. */
const sameNames = new Map([
  ["$workflow", new Set(["id", "name"])],
  ["$execution", new Set(["id"])],
]);

/** What an error of a request has in n8n and here. */
const errorFields = new Set(["message", "status"]);

class Translation {
  readonly #text: string;
  readonly #given: TranslateGiven;

  constructor(text: string, given: TranslateGiven) {
    this.#text = text;
    this.#given = given;
  }

  /** The text of a node with everything in it that n8n calls otherwise replaced. */
  rewrite(node: AnyNode): string {
    const special = this.#special(node);
    if (special !== undefined) return special;
    let result = "";
    let from = node.start;
    for (const child of childrenOf(node)) {
      result += this.#text.slice(from, child.start) + this.rewrite(child);
      from = child.end;
    }
    return result + this.#text.slice(from, node.end);
  }

  #special(node: AnyNode): string | undefined {
    const source = this.#sourceOf(node);
    if (source) return wholeOf(source);
    if (node.type === "MemberExpression") return this.#member(node);
    if (node.type === "CallExpression") return this.#call(node);
    if (node.type === "NewExpression") return momentOf(node, (part) => this.rewrite(part));
    if (node.type === "Identifier" && node.name === "$now") return "now";
    if (node.type === "Identifier" && (node.name === "$itemIndex" || node.name === "$runIndex")) return "0";
    // `{ $json }` would lose its name.
    if (node.type === "Property" && node.shorthand && node.key.type === "Identifier") {
      const value = this.rewrite(node.value);
      return value === node.key.name ? undefined : `${node.key.name}: ${value}`;
    }
    return undefined;
  }

  #member(node: AnyNode & { type: "MemberExpression" }): string | undefined {
    const name = staticName(node);
    const source = this.#sourceOf(node.object);
    if (source?.member && name !== undefined) {
      const there = source.member(name);
      if (there === null) throw new NotCarried(notHere(this.#textOf(node)));
      return there;
    }
    if (name !== undefined && this.#isForeignError(node.object, name)) {
      throw new NotCarried(notHere(this.#textOf(node)));
    }
    if (momentOf(node.object, (part) => this.rewrite(part)) !== undefined)
      throw new NotCarried(notHere(this.#textOf(node)));
    if (node.object.type !== "Identifier" || name === undefined) return undefined;
    if (sameNames.get(node.object.name)?.has(name)) return `${node.object.name.slice(1)}.${name}`;
    return node.object.name === "$env" && !node.computed ? `env.${name}` : undefined;
  }

  #call(node: AnyNode & { type: "CallExpression" }): string | undefined {
    const { callee } = node;
    if (callee.type === "Identifier" && callee.name === "$if" && node.arguments.length === 3) {
      const [test, yes, no] = node.arguments.map((argument) => this.rewrite(argument));
      return `(${test} ? ${yes} : ${no})`;
    }
    const rewrite = (part: AnyNode) => this.rewrite(part);
    const moment = momentOf(node, rewrite);
    if (moment !== undefined) return moment;
    const asked = askedOfMoment(node, rewrite);
    if (asked === null) throw new NotCarried(notHere(this.#textOf(node)));
    return asked ?? this.#twin(node);
  }

  /** Functions of n8n, and methods that it gives to values, which are called otherwise here. */
  #twin({ callee, arguments: given }: AnyNode & { type: "CallExpression" }): string | undefined {
    const [first, second] = given.map((argument) => this.rewrite(argument));
    if (callee.type === "Identifier") {
      if (callee.name === "encodeURIComponent" && first !== undefined) return `urlEncode(String(${first}))`;
      if (callee.name === "$ifEmpty" && first !== undefined && second !== undefined)
        return `(${isEmpty(first)} ? ${second} : ${first})`;
    }
    if (callee.type !== "MemberExpression" || given.length > 0) return undefined;
    const value = () => this.rewrite(callee.object);
    switch (staticName(callee)) {
      case "first":
        return `${value()}.at(0)`;
      case "last":
        return `${value()}.at(-1)`;
      case "isEmpty":
        return isEmpty(value());
      case "isNotEmpty":
        return `!${isEmpty(value())}`;
      default:
        return undefined;
    }
  }

  /** Whether this is a field of an error that a failed step here does not have. */
  #isForeignError(object: AnyNode, name: string): boolean {
    if (object.type === "ChainExpression") return this.#isForeignError(object.expression, name);
    if (object.type !== "MemberExpression" || staticName(object) !== "error") return false;
    return this.#sourceOf(object.object)?.mayFail === true && !errorFields.has(name);
  }

  /** The data of a node that an expression names as a whole. Of a node that has none, the text stays as it was. */
  #sourceOf(node: AnyNode): Source | undefined {
    const source = this.#namedSource(node);
    if (source === nothing) {
      const what = this.#textOf(node);
      throw new NotCarried({
        en: `${what} is empty here: nothing leads to it`,
        fr: `${what} est vide ici : rien n’y mène`,
      });
    }
    if (source) this.#given.reads(source);
    return source;
  }

  #namedSource(node: AnyNode): Source | undefined {
    if (node.type === "Identifier") return node.name === "$json" ? this.#given.input : undefined;
    if (node.type === "ChainExpression" || node.type === "ParenthesizedExpression") {
      return this.#namedSource(node.expression);
    }
    if (node.type !== "MemberExpression" || staticName(node) !== "json") return undefined;
    const item = node.object;
    const [name] = this.#namedIn(item) ?? [];
    if (name === undefined) return undefined;
    if (name === null) return this.#given.input;
    const source = this.#given.output(name);
    if (!source)
      throw new NotCarried({ en: `there is no node "${name}"`, fr: `il n’y a pas de nœud « ${name} »` });
    return source;
  }

  /** Whose item this is: a node's name, or null for what comes in. Undefined: it is no item. */
  #namedIn(item: AnyNode): [string | null] | undefined {
    // $node["A"]
    if (
      item.type === "MemberExpression" &&
      item.object.type === "Identifier" &&
      item.object.name === "$node"
    ) {
      const name = staticName(item);
      return name === undefined ? undefined : [name];
    }
    const list = listBehind(item);
    if (!list) return undefined;
    if (list.type === "Identifier")
      return list.name === "$input" || list.name === "items" ? [null] : undefined;
    if (list.type !== "CallExpression" || list.callee.type !== "Identifier") return undefined;
    const { name: called } = list.callee;
    const [first] = list.arguments;
    if (called === "$items" && first === undefined) return [null];
    if (called !== "$" && called !== "$items") return undefined;
    return first?.type === "Literal" && typeof first.value === "string" ? [first.value] : undefined;
  }

  #textOf({ start, end }: AnyNode): string {
    return this.#text.slice(start, end);
  }
}

/** Nothing, an empty text, an empty list or an empty object. */
function isEmpty(value: string): string {
  return `['""', "[]", "{}"].includes(JSON.stringify(${value} ?? ""))`;
}

/** What an item is taken from: `X.item`, `X.first()`, `X.last()`, `X.all()[0]`, `X[0]`. */
function listBehind(item: AnyNode): AnyNode | undefined {
  if (item.type === "MemberExpression") {
    const name = staticName(item);
    if (name === "item") return item.object;
    if (name !== "0") return undefined;
    const list = item.object;
    return isCallOf(list, "all") ? (list.callee as AnyNode & { object: AnyNode }).object : list;
  }
  if (isCallOf(item, "first") || isCallOf(item, "last")) {
    return (item.callee as AnyNode & { object: AnyNode }).object;
  }
  return undefined;
}

function isCallOf(node: AnyNode, method: string): node is AnyNode & { type: "CallExpression" } {
  return (
    node.type === "CallExpression" &&
    node.callee.type === "MemberExpression" &&
    staticName(node.callee) === method
  );
}

/** The parts of a node that may hold values, in the order of the text; names of fields are none. */
export function childrenOf(node: AnyNode): AnyNode[] {
  const found: AnyNode[] = [];
  for (const [name, value] of Object.entries(node)) {
    if (name === "property" && node.type === "MemberExpression" && !node.computed) continue;
    if (name === "key" && node.type === "Property" && !node.computed) continue;
    if (name === "params") continue;
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) found.push(child);
  }
  return found.sort((one, other) => one.start - other.start);
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === "object" && value !== null && "type" in value && "start" in value && "end" in value;
}
