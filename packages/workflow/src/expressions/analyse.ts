import type { AnyNode, ArrowFunctionExpression, CallExpression, Expression, ObjectExpression } from "acorn";
import { forbiddenNames } from "../document/schema.ts";
import type { ExpressionProblem } from "./expression-error.ts";
import { callables } from "./functions/table.ts";
import { maxSourceDepth } from "./limits.ts";
import { parameterNames } from "./parameters.ts";
import { Problems } from "./problems.ts";
import {
  bare,
  destructuredReferences,
  literalKey,
  memberChain,
  type Reference,
  referenceOf,
} from "./references.ts";
import { isScopeRoot, scopeRoots } from "./scope.ts";
import { binaryOperators, constants, logicalOperators, unaryOperators, whatIs } from "./syntax.ts";

export interface Analysis {
  readonly problems: readonly ExpressionProblem[];
  readonly references: readonly Reference[];
}

/**
 * The allow-list: walks a syntax tree and reports everything that is not part of the language, and every
 * place that reads the scope. What is not named here does not exist: `compile.ts` knows no other node.
 */
export function analyse(tree: Expression): Analysis {
  const walk = new Walk();
  walk.expression(tree, 0, new Set());
  return { problems: walk.found.list, references: walk.references };
}

type Locals = ReadonlySet<string>;

class Walk {
  readonly found = new Problems();
  readonly references: Reference[] = [];

  expression(given: AnyNode, depth: number, locals: Locals): void {
    const node = bare(given);
    if (depth > maxSourceDepth) {
      if (this.found.list.at(-1)?.code === "source-too-deep") return;
      this.found.report("source-too-deep", node, { limit: maxSourceDepth });
      return;
    }
    const inside = (inner: AnyNode) => this.expression(inner, depth + 1, locals);
    switch (node.type) {
      case "Literal":
        if (node.bigint !== undefined && node.bigint !== null) this.found.refuse(node, node.raw ?? "1n");
        else if (node.regex) this.found.refuse(node, node.raw ?? "/…/", "@pattern-as-argument");
        return;
      case "TemplateLiteral":
        node.expressions.forEach(inside);
        return;
      case "Identifier":
        this.identifier(node, locals);
        return;
      case "ArrayExpression":
        for (const element of node.elements) {
          if (element === null) this.found.refuse(node, "[ , ]");
          else inside(element.type === "SpreadElement" ? element.argument : element);
        }
        return;
      case "ObjectExpression":
        this.object(node, depth, locals);
        return;
      case "UnaryExpression":
        if (!unaryOperators.has(node.operator)) this.found.refuse(node, node.operator);
        inside(node.argument);
        return;
      case "BinaryExpression":
        if (!binaryOperators.has(node.operator)) this.found.refuse(node, node.operator);
        if (node.operator === "in" && this.keyTest(node.left, node.right, locals)) return;
        inside(node.left);
        inside(node.right);
        return;
      case "LogicalExpression":
        if (!logicalOperators.has(node.operator)) this.found.refuse(node, node.operator);
        this.tested(
          () => inside(node.left),
          () => {
            if (node.operator === "&&") inside(node.right);
          },
        );
        if (node.operator !== "&&") inside(node.right);
        return;
      case "ConditionalExpression":
        this.tested(
          () => inside(node.test),
          () => inside(node.consequent),
        );
        inside(node.alternate);
        return;
      case "MemberExpression":
        this.member(node, depth, locals);
        return;
      case "CallExpression":
        this.call(node, depth, locals);
        return;
      case "ArrowFunctionExpression":
        this.found.report("arrow-misplaced", node);
        return;
      default: {
        const [what, remedy] = whatIs(node);
        this.found.refuse(node, what, remedy);
        return;
      }
    }
  }

  /** Marks what a test reads as guarded, and what is read again where the test has passed. */
  private tested(test: () => void, passed: () => void): void {
    const start = this.references.length;
    test();
    const middle = this.references.length;
    const known = new Set(this.references.slice(start).map(({ path }) => path.slice(0, 2).join("\n")));
    passed();
    for (const [at, reference] of this.references.entries()) {
      if (at < start) continue;
      if (at < middle || known.has(reference.path.slice(0, 2).join("\n"))) {
        this.references[at] = { ...reference, guarded: true };
      }
    }
  }

  private identifier(node: { name: string; start: number; end: number }, locals: Locals): void {
    const { name } = node;
    if (forbiddenNames.has(name)) {
      this.found.report("forbidden-name", node, { name });
    } else if (locals.has(name) || constants.has(name)) {
      return;
    } else if (isScopeRoot(name)) {
      const part = { from: node.start, to: node.end };
      this.references.push({ path: [name], ...part, parts: [part], open: false });
    } else if (callables.functions.has(name) || callables.namespaces.has(name)) {
      this.found.report("function-not-value", node, { name });
    } else {
      const inRequest = ["body", "query", "headers", "method", "url", "ip", "claims"].includes(name);
      const known = inRequest ? `request.${name}` : scopeRoots;
      this.found.unknown("unknown-name", node, name, known, "@names");
    }
  }

  private member(node: AnyNode, depth: number, locals: Locals): void {
    const chain = memberChain(node);
    const { base, keys } = chain;
    const isFree = base.type === "Identifier" && !locals.has(base.name);
    for (const { node: key, computed } of keys) {
      const name = literalKey(key, computed);
      if (key.type === ("PrivateIdentifier" as string)) this.found.refuse(key, "#");
      else if (typeof name === "string" && forbiddenNames.has(name))
        this.found.report("forbidden-name", key, { name });
      else if (computed && name === undefined) this.expression(key, depth + 1, locals);
    }
    if (isFree && callables.namespaces.has(base.name)) {
      const key = keys[0] === undefined ? undefined : literalKey(keys[0].node, keys[0].computed);
      const name = `${base.name}.${String(key ?? "[…]")}`;
      const entry = callables.functions.get(name);
      if (entry === undefined) this.found.unknownFunction(node, name);
      else if (entry.constant === undefined) this.found.report("function-not-value", node, { name });
    } else if (isFree && isScopeRoot(base.name)) {
      this.references.push(referenceOf(base.name, chain));
    } else {
      this.expression(base, depth + keys.length, locals);
    }
  }

  /** `"isPaid" in steps` reads that step: a reference like `steps.isPaid`. */
  private keyTest(left: AnyNode, right: AnyNode, locals: Locals): boolean {
    const key = literalKey(left, true);
    const chain = memberChain(right);
    if (typeof key !== "string" || chain.base.type !== "Identifier") return false;
    if (forbiddenNames.has(key)) this.found.report("forbidden-name", left, { name: key });
    if (locals.has(chain.base.name) || !isScopeRoot(chain.base.name)) return false;
    const before = referenceOf(chain.base.name, chain);
    // The chain itself is looked at as any other, for names that are never read; then it is one reference with the key.
    if (before.open || before.path.some((name) => typeof name === "string" && forbiddenNames.has(name))) {
      return false;
    }
    const part = { from: left.start, to: left.end };
    const from = Math.min(before.from, left.start);
    const to = Math.max(before.to, left.end);
    this.references.push({
      path: [...before.path, key],
      from,
      to,
      parts: [...before.parts, part],
      open: false,
    });
    return true;
  }

  private object(node: ObjectExpression, depth: number, locals: Locals): void {
    for (const property of node.properties) {
      if (property.type === "SpreadElement") {
        this.expression(property.argument, depth + 1, locals);
        continue;
      }
      if (property.kind !== "init" || property.method) {
        this.found.refuse(property, property.method ? "{ method() }" : property.kind, "@use-subset");
        continue;
      }
      const name = literalKey(property.key, property.computed);
      if (typeof name === "string" && forbiddenNames.has(name)) {
        this.found.report("forbidden-name", property.key, { name });
      } else if (property.key.type === "Literal" && typeof property.key.value === "string") {
        if (forbiddenNames.has(property.key.value)) {
          this.found.report("forbidden-name", property.key, { name: property.key.value });
        }
      } else if (property.computed && name === undefined) {
        this.expression(property.key, depth + 1, locals);
      }
      this.expression(property.value, depth + 1, locals);
    }
  }

  private call(node: CallExpression, depth: number, locals: Locals): void {
    const callee = bare(node.callee as AnyNode);
    const arrows = new Set<number>();
    if (callee.type === "Identifier" && !locals.has(callee.name)) {
      const entry = callables.functions.get(callee.name);
      if (forbiddenNames.has(callee.name)) this.found.report("forbidden-name", callee, { name: callee.name });
      else if (entry === undefined) this.found.unknownFunction(callee, callee.name);
      else this.arguments(node, [entry], arrows);
    } else if (callee.type === "MemberExpression" && !callee.computed) {
      const name = literalKey(callee.property, false);
      const owner = bare(callee.object as AnyNode);
      const isFree = owner.type === "Identifier" && !locals.has(owner.name);
      if (typeof name !== "string") this.found.refuse(callee, "#");
      else if (forbiddenNames.has(name)) this.found.report("forbidden-name", callee.property, { name });
      else if (isFree && callables.namespaces.has(owner.name)) {
        const full = `${owner.name}.${name}`;
        const entry = callables.functions.get(full);
        if (entry === undefined || entry.constant !== undefined) this.found.unknownFunction(callee, full);
        else this.arguments(node, [entry], arrows);
      } else {
        const entries = callables.methods.get(name);
        if (entries === undefined) {
          this.found.unknown("unknown-method", callee.property, name, callables.methods.keys(), "@see-table");
        } else this.arguments(node, [...entries.values()], arrows);
        if (owner.type === "Literal" && owner.regex) this.found.pattern(owner);
        else this.expression(owner, depth + 1, locals);
      }
    } else {
      this.found.refuse(callee, "( )", "@call-by-name");
    }
    node.arguments.forEach((argument, position) => {
      const inner = bare(argument as AnyNode);
      if (inner.type === "SpreadElement") this.found.refuse(inner, "...", "@spread-call");
      else if (inner.type === "ArrowFunctionExpression" && arrows.has(position)) {
        this.arrow(inner, depth + 1, locals);
        if (callee.type === "MemberExpression" && position === 0) {
          const rootOf = (base: AnyNode) =>
            base.type === "Identifier" && !locals.has(base.name) && isScopeRoot(base.name)
              ? base.name
              : undefined;
          const list = bare(callee.object as AnyNode);
          this.references.push(...destructuredReferences(list, inner.params[0], rootOf));
        }
      } else if (inner.type === "Literal" && inner.regex) this.found.pattern(inner);
      else this.expression(inner, depth + 1, locals);
    });
  }

  private arguments(
    node: CallExpression,
    entries: readonly {
      name: string;
      signature: string;
      takes: readonly [number, number];
      arrows?: readonly number[];
      needsArrow?: boolean;
    }[],
    arrows: Set<number>,
  ): void {
    const [first] = entries;
    if (first === undefined) return;
    for (const entry of entries) for (const position of entry.arrows ?? []) arrows.add(position);
    const got = node.arguments.length;
    const least = Math.min(...entries.map((entry) => entry.takes[0]));
    const most = Math.max(...entries.map((entry) => entry.takes[1]));
    if (got < least || got > most) {
      const expected =
        least === most ? `${least}` : most === Number.POSITIVE_INFINITY ? `${least}+` : `${least}–${most}`;
      const { name, signature } = first;
      this.found.report("wrong-arguments", node, { name, expected, got, signature });
      return;
    }
    const [argument] = node.arguments;
    if (argument !== undefined && entries.every((entry) => entry.needsArrow)) {
      if (bare(argument as AnyNode).type !== "ArrowFunctionExpression") {
        this.found.report("arrow-needed", argument, { name: first.name });
      }
    }
  }

  private arrow(node: ArrowFunctionExpression, depth: number, locals: Locals): void {
    const inner = new Set(locals);
    if (node.async) this.found.refuse(node, "async", "@use-arrow");
    for (const parameter of node.params) {
      const names = parameterNames(parameter);
      if (names === undefined) this.found.refuse(parameter, "=>", "@plain-parameters");
      for (const name of new Set([...(names?.keys ?? []), ...(names?.bound ?? [])])) {
        if (forbiddenNames.has(name)) this.found.report("forbidden-name", parameter, { name });
      }
      for (const name of names?.bound ?? []) inner.add(name);
    }
    if (node.body.type === "BlockStatement") this.found.refuse(node.body, "=> { }", "@arrow-body");
    else this.expression(node.body, depth + 1, inner);
  }
}
