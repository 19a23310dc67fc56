import type { Json } from "../node-contract/json.ts";
import { type EvaluateOptions, sharingTime } from "./expression.ts";
import { ExpressionError } from "./expression-error.ts";
import { maxOutputDepth } from "./limits.ts";
import type { Reference } from "./references.ts";
import type { Scope } from "./scope.ts";
import { compileTemplate, type TemplateOptions } from "./template.ts";

/** A reference inside a tree, and the text leaf it stands in. */
export interface TreeReference extends Reference {
  /** Keys and positions from the root of the tree to the leaf. */
  readonly at: readonly (string | number)[];
}

export interface CompiledTree {
  /** No leaf holds an expression: `evaluate` returns the same value each time, without work. */
  readonly static: boolean;
  readonly references: readonly TreeReference[];
  /**
   * The tree with every template replaced by its value. Parts without templates are handed out as they
   * are, not copied. Throws only `ExpressionError`.
   */
  evaluate(scope: Scope, options?: EvaluateOptions): Json;
}

type Evaluate = CompiledTree["evaluate"];

/**
 * Compiles a JSON tree whose text leaves are templates; keys never are. Values are inserted into the tree,
 * never text into JSON source, so that quoting cannot break and input cannot inject.
 */
export function compileTree(value: Json, options: TemplateOptions = {}): CompiledTree {
  const references: TreeReference[] = [];
  const compiler = new TreeCompiler(options, references);
  const compiled = compiler.of(value, []);
  if (typeof compiled === "function") {
    const evaluate: Evaluate =
      compiler.templates > 1 ? (scope, options) => compiled(scope, sharingTime(options)) : compiled;
    return { static: false, references, evaluate };
  }
  return { static: true, references, evaluate: () => compiled.value };
}

/** What a part of a tree is: a value that never changes, or work to do. */
type Part = { readonly value: Json } | Evaluate;

class TreeCompiler {
  private readonly options: TemplateOptions;
  private readonly references: TreeReference[];
  /** How many texts hold an expression. */
  templates = 0;

  constructor(options: TemplateOptions, references: TreeReference[]) {
    this.options = options;
    this.references = references;
  }

  of(value: Json, at: readonly (string | number)[]): Part {
    if (typeof value === "string") return this.text(value, at);
    if (typeof value !== "object" || value === null) return { value };
    if (at.length >= maxOutputDepth) {
      const source = JSON.stringify(at.slice(0, 5));
      const limit = maxOutputDepth;
      throw new ExpressionError({ code: "too-deep", values: { limit }, from: 0, to: source.length, source });
    }
    return Array.isArray(value) ? this.list(value, at) : this.object(value, at);
  }

  private text(text: string, at: readonly (string | number)[]): Part {
    const template = compileTemplate(text, this.options);
    if (template.kind === "literal") return { value: template.evaluate({}) };
    this.templates += 1;
    for (const reference of template.references) this.references.push({ ...reference, at });
    return (scope, options) => template.evaluate(scope, options);
  }

  private list(list: readonly Json[], at: readonly (string | number)[]): Part {
    const parts = list.map((element, index) => this.of(element, [...at, index]));
    const fixed = parts.map((part) => (typeof part === "function" ? undefined : part.value));
    if (parts.every((part) => typeof part !== "function")) {
      return {
        value: fixed.every((value, index) => value === list[index]) ? (list as Json[]) : (fixed as Json[]),
      };
    }
    return (scope, options) =>
      parts.map((part) => (typeof part === "function" ? part(scope, options) : part.value));
  }

  private object(object: { readonly [key: string]: Json }, at: readonly (string | number)[]): Part {
    const parts = Object.entries(object).map(([key, value]): [string, Part] => [
      key,
      this.of(value, [...at, key]),
    ]);
    if (parts.every(([, part]) => typeof part !== "function")) {
      const isSame = parts.every(([key, part]) => typeof part !== "function" && part.value === object[key]);
      if (isSame) return { value: object as Json };
      return {
        value: Object.fromEntries(parts.map(([key, part]) => [key, (part as { value: Json }).value])),
      };
    }
    // Assigning a key called __proto__ would set the prototype; fromEntries defines it as any other key, at
    // three times the price.
    if (parts.some(([key]) => key === "__proto__")) {
      return (scope, options) =>
        Object.fromEntries(parts.map(([key, part]) => [key, valueOfPart(part, scope, options)]));
    }
    return (scope, options) => {
      const result: { [key: string]: Json } = {};
      for (const [key, part] of parts) result[key] = valueOfPart(part, scope, options);
      return result;
    };
  }
}

function valueOfPart(part: Part, scope: Scope, options: EvaluateOptions | undefined): Json {
  return typeof part === "function" ? part(scope, options) : part.value;
}
