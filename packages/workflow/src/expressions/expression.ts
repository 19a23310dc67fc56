import type { Expression } from "acorn";
import type { Json } from "../node-contract/json.ts";
import { analyse } from "./analyse.ts";
import { TextCache } from "./cache.ts";
import { compile } from "./compile.ts";
import { ExpressionError, type ExpressionProblem, located } from "./expression-error.ts";
import { leave } from "./leave.ts";
import { type Budget, maxMilliseconds } from "./limits.ts";
import { parseExpression } from "./parse.ts";
import { bare, literalKey, memberChain, type Reference } from "./references.ts";
import { Run } from "./run.ts";
import { isScopeRoot, type Scope } from "./scope.ts";

export interface EvaluateOptions {
  readonly budget?: Budget;
}

/**
 * Options for expressions that are evaluated one after the other for one step: together they have the time of one, so
 * that a step of many templates cannot hold the thread many times as long.
 */
export function sharingTime(options?: EvaluateOptions): EvaluateOptions {
  const budget = options?.budget;
  if (budget?.until !== undefined) return options ?? {};
  return { ...options, budget: { ...budget, until: Date.now() + (budget?.milliseconds ?? maxMilliseconds) } };
}

export interface CompiledExpression {
  readonly source: string;
  /** Where it reads the scope, in the order of the text. */
  readonly references: readonly Reference[];
  /**
   * The value in a scope, as JSON data; missing is null. The scope is never changed, but parts of it may be
   * handed out as they are, so the result must not be changed either. Throws only `ExpressionError`.
   */
  evaluate(scope: Scope, options?: EvaluateOptions): Json;
}

/** What templates need besides: the value before it becomes JSON. */
export interface InnerExpression extends CompiledExpression {
  evaluateWith<Result>(scope: Scope, options: EvaluateOptions | undefined, finish: Finish<Result>): Result;
}

export type Finish<Result> = (value: unknown, run: Run) => Result;

const cache = new TextCache<InnerExpression>();

/**
 * Compiles one bare expression (no `{{ }}`), from a cache by text. Throws an `ExpressionError` with the first
 * problem; `checkExpression` tells all of them.
 */
export function compileExpression(source: string): CompiledExpression {
  return compileInner(source);
}

export function compileInner(source: string): InnerExpression {
  return cache.of(source, compileAnew);
}

/** All problems of an expression, without throwing. An expression that cannot be parsed has exactly one. */
export function checkExpression(source: string): ExpressionProblem[] {
  try {
    return [...analyse(parseExpression(source)).problems];
  } catch (thrown) {
    const { code, message, values, from, to } = located(thrown, { from: 0, to: source.length, source });
    return [{ code, message, values, from, to }];
  }
}

function compileAnew(source: string): InnerExpression {
  const whole = { from: 0, to: source.length, source };
  try {
    const tree = parseExpression(source);
    const { problems, references } = analyse(tree);
    const [problem] = problems;
    if (problem !== undefined) throw new ExpressionError({ ...problem, source });
    let slots = 0;
    const takeSlot = () => slots++;
    const code = compile(tree, { source, slots: new Map(), takeSlot, compile });
    const evaluateWith = <Result>(
      scope: Scope,
      options: EvaluateOptions | undefined,
      finish: Finish<Result>,
    ): Result => {
      const run = new Run(
        scope,
        slots === 0 ? noSlots : new Array<unknown>(slots).fill(undefined),
        options?.budget,
      );
      try {
        if (options?.budget?.until !== undefined) run.check();
        return finish(code(run), run);
      } catch (thrown) {
        throw located(thrown, whole);
      }
    };
    const finish: Finish<Json> = isPlainRead(tree) ? handOver : leave;
    const evaluate = (scope: Scope, options?: EvaluateOptions) => evaluateWith(scope, options, finish);
    return { source, references: sorted(references), evaluate, evaluateWith };
  } catch (thrown) {
    throw located(thrown, whole);
  }
}

const noSlots: unknown[] = [];

/**
 * `trigger.items[0].price`: what it reads stands in the scope and is JSON already, so that megabytes need not
 * be walked through again.
 */
function isPlainRead(tree: Expression): boolean {
  const { base, keys } = memberChain(bare(tree));
  const isRoot = base.type === "Identifier" && isScopeRoot(base.name);
  return isRoot && keys.every(({ node, computed }) => literalKey(node, computed) !== undefined);
}

function handOver(value: unknown, run: Run): Json {
  if (typeof value === "object" || typeof value === "string") return value as Json;
  return leave(value, run);
}

function sorted(references: readonly Reference[]): readonly Reference[] {
  return [...references].sort((one, other) => one.from - other.from);
}
