import { located, type Place } from "./expression-error.ts";
import { add, compare, toNumber } from "./operators.ts";
import type { Code, Run } from "./run.ts";
import { hasMember, sameValue } from "./values.ts";

export function compileUnary(operator: string, argument: Code, place: Place): Code {
  switch (operator) {
    case "!":
      return (run) => !argument(run);
    case "typeof":
      return (run) => typeof argument(run);
    case "-":
      return numeric(argument, (value) => -value, "-", place);
    case "+":
      return numeric(argument, (value) => value, "+", place);
    default:
      throw new Error(`the operator ${operator} was let through by the analysis`);
  }
}

function numeric(argument: Code, compute: (value: number) => number, operator: string, place: Place): Code {
  return (run) => {
    const value = argument(run);
    if (typeof value === "number") return compute(value);
    try {
      return compute(toNumber(value, operator, run));
    } catch (thrown) {
      throw located(thrown, place);
    }
  };
}

export function compileLogical(operator: string, left: Code, right: Code): Code {
  switch (operator) {
    case "&&":
      return (run) => left(run) && right(run);
    case "||":
      return (run) => left(run) || right(run);
    case "??":
      return (run) => left(run) ?? right(run);
    default:
      throw new Error(`the operator ${operator} was let through by the analysis`);
  }
}

type Slow = (left: unknown, right: unknown, run: Run) => unknown;

/** Two numbers go the short way; everything else goes through conversions that can refuse. */
export function compileBinary(operator: string, left: Code, right: Code, place: Place): Code {
  const slowly =
    (slow: Slow): Slow =>
    (a, b, run) => {
      try {
        return slow(a, b, run);
      } catch (thrown) {
        throw located(thrown, place);
      }
    };
  const arithmetic = (compute: (a: number, b: number) => number): Code => {
    const slow = slowly((a, b, run) => compute(toNumber(a, operator, run), toNumber(b, operator, run)));
    return (run) => {
      const a = left(run);
      const b = right(run);
      return typeof a === "number" && typeof b === "number" ? compute(a, b) : slow(a, b, run);
    };
  };
  const through = (slow: Slow): Code => {
    const guardedSlow = slowly(slow);
    return (run) => guardedSlow(left(run), right(run), run);
  };
  switch (operator) {
    case "+":
      return through(add);
    case "-":
      return arithmetic((a, b) => a - b);
    case "*":
      return arithmetic((a, b) => a * b);
    case "/":
      return arithmetic((a, b) => a / b);
    case "%":
      return arithmetic((a, b) => a % b);
    case "**":
      return arithmetic((a, b) => a ** b);
    case "<":
    case "<=":
    case ">":
    case ">=":
      return through((a, b, run) => compare(a, operator, b, run));
    case "==":
    case "===":
      return through((a, b, run) => sameValue(a, b, run));
    case "!=":
    case "!==":
      return through((a, b, run) => !sameValue(a, b, run));
    case "in":
      return through((a, b, run) => hasMember(b, a, run));
    default:
      throw new Error(`the operator ${operator} was let through by the analysis`);
  }
}
