import type { JSONPathQuery } from "json-p3";
import { jsonpath } from "json-p3";
import type { Json } from "../node-contract/json.ts";
import { patternOf } from "./json-path-check.ts";
import { equal, isObject, type Run, spend, type Walk } from "./json-path-run.ts";

const { expressions } = jsonpath;
type Expression = InstanceType<typeof expressions.FilterExpression>;
type FunctionCall = InstanceType<typeof expressions.FunctionExtension>;

/** Says whether a filter holds for one value. */
export type Test = (current: Json, run: Run) => boolean;
/** What an operand yields; `undefined` is the RFC's Nothing. */
type Operand = (current: Json, run: Run) => Json | undefined;
type CompileQuery = (query: JSONPathQuery) => Walk;

/** Compiles a filter (RFC 9535, 2.3.5) to closures. Queries in it run on the same budget as the path. */
export function compileTest(expression: Expression, compileQuery: CompileQuery): Test {
  if (expression instanceof expressions.LogicalExpression) {
    return compileTest(expression.expression, compileQuery);
  }
  if (expression instanceof expressions.PrefixExpression) {
    const inner = compileTest(expression.right, compileQuery);
    return (current, run) => !inner(current, run);
  }
  if (expression instanceof expressions.InfixExpression) return compileInfix(expression, compileQuery);
  if (expression instanceof expressions.FilterQuery) {
    const walk = queryFrom(expression, compileQuery);
    return (current, run) => walk(current, run, () => true);
  }
  if (expression instanceof expressions.FunctionExtension)
    return compilePatternCall(expression, compileQuery);
  const value = compileOperand(expression, compileQuery);
  return (current, run) => value(current, run) === true;
}

function compileInfix(
  expression: InstanceType<typeof expressions.InfixExpression>,
  compileQuery: CompileQuery,
): Test {
  const { operator } = expression;
  if (operator === "&&" || operator === "||") {
    const left = compileTest(expression.left, compileQuery);
    const right = compileTest(expression.right, compileQuery);
    return operator === "&&"
      ? (current, run) => left(current, run) && right(current, run)
      : (current, run) => left(current, run) || right(current, run);
  }
  const left = compileOperand(expression.left, compileQuery);
  const right = compileOperand(expression.right, compileQuery);
  const compare = comparisons[operator];
  if (!compare) throw new Error(`json-p3 knows an operator that we do not: ${operator}`);
  return (current, run) => compare(left(current, run), right(current, run), run);
}

type Compare = (left: Json | undefined, right: Json | undefined, run: Run) => boolean;
const comparisons: Readonly<Record<string, Compare>> = {
  "==": equal,
  "!=": (left, right, run) => !equal(left, right, run),
  "<": (left, right) => less(left, right),
  ">": (left, right) => less(right, left),
  "<=": (left, right, run) => less(left, right) || equal(left, right, run),
  ">=": (left, right, run) => less(right, left) || equal(left, right, run),
};

function less(left: Json | undefined, right: Json | undefined): boolean {
  if (typeof left === "number" && typeof right === "number") return left < right;
  return typeof left === "string" && typeof right === "string" && left < right;
}

function compileOperand(expression: Expression, compileQuery: CompileQuery): Operand {
  if (expression instanceof expressions.NullLiteral) return () => null;
  if (
    expression instanceof expressions.StringLiteral ||
    expression instanceof expressions.NumberLiteral ||
    expression instanceof expressions.BooleanLiteral
  ) {
    const { value } = expression;
    return () => value;
  }
  if (expression instanceof expressions.FilterQuery) {
    const walk = queryFrom(expression, compileQuery);
    return (current, run) => {
      let found: Json | undefined;
      walk(current, run, (value) => {
        found = value;
        return true;
      });
      return found;
    };
  }
  if (expression instanceof expressions.FunctionExtension) return compileValueCall(expression, compileQuery);
  throw new Error("json-p3 knows an operand that we do not");
}

/** `match` and `search`, whose result is a truth and no value. */
function compilePatternCall(call: FunctionCall, compileQuery: CompileQuery): Test {
  const pattern = patternOf(call);
  const subject = compileOperand(argument(call, 0), compileQuery);
  const test = call.name === "match" ? pattern.matches : pattern.isFoundIn;
  return (current, run) => {
    const text = subject(current, run);
    if (typeof text !== "string") return false;
    spend(run, 1 + Math.ceil((text.length * pattern.size) / 8));
    return test(text);
  };
}

/** `length`, `count` and `value`. */
function compileValueCall(call: FunctionCall, compileQuery: CompileQuery): Operand {
  if (call.name === "length") {
    const subject = compileOperand(argument(call, 0), compileQuery);
    return (current, run) => lengthOf(subject(current, run), run);
  }
  const nodes = argument(call, 0);
  if (!(nodes instanceof expressions.FilterQuery)) throw new Error(`${call.name}() takes a query`);
  const walk = queryFrom(nodes, compileQuery);
  return (current, run) => {
    let count = 0;
    let last: Json | undefined;
    walk(current, run, (value) => {
      count += 1;
      last = value;
      return false;
    });
    if (call.name === "count") return count;
    return count === 1 ? last : undefined;
  };
}

function lengthOf(value: Json | undefined, run: Run): number | undefined {
  if (typeof value === "string") {
    spend(run, 1 + (value.length >> 3));
    let characters = 0;
    for (const _ of value) characters += 1;
    return characters;
  }
  if (Array.isArray(value)) return value.length;
  return isObject(value) ? Object.keys(value).length : undefined;
}

function queryFrom(expression: InstanceType<typeof expressions.FilterQuery>, compileQuery: CompileQuery) {
  const walk = compileQuery(expression.path);
  const fromRoot = expression instanceof expressions.RootQuery;
  return (current: Json, run: Run, emit: (value: Json) => boolean): boolean =>
    walk(fromRoot ? run.root : current, undefined, run, emit);
}

function argument(call: FunctionCall, index: number): Expression {
  const found = call.args[index];
  if (!found) throw new Error(`${call.name}() lacks an argument`);
  return found;
}
