import type { Language } from "../node-contract/texts.ts";
import { maxSourceDepth } from "./limits.ts";
import { type ExpressionErrorCode, expressionMessages, type MessageValues } from "./messages.ts";
import { isWord, vocabulary } from "./vocabulary.ts";

/** What is wrong, without throwing: for checks and for the editor. Offsets are UTF-16 units of the text. */
export interface ExpressionProblem {
  readonly code: ExpressionErrorCode;
  /** English sentence with the remedy; other languages through `describeProblem`. */
  readonly message: string;
  readonly values: MessageValues;
  readonly from: number;
  readonly to: number;
}

/**
 * The sentence for a code in a language. Values that are words of ours (`@list`) are translated; nothing that
 * came from the outside is interpreted.
 */
export function describeProblem(
  problem: { readonly code: ExpressionErrorCode; readonly values: MessageValues },
  language: Language,
): string {
  const fill = (pattern: string, nested: boolean): string =>
    pattern.replace(/\{([a-z]+)\}/g, (whole, name: string) => {
      if (!Object.hasOwn(problem.values, name)) return whole;
      const value = problem.values[name];
      return typeof value === "string" && isWord(value) && !nested
        ? fill(vocabulary[value][language], true)
        : String(value);
    });
  return fill(expressionMessages[problem.code][language], false).trim();
}

/** The only thing that compiling or evaluating an expression or template throws. */
export class ExpressionError extends Error implements ExpressionProblem {
  override readonly name = "ExpressionError";
  readonly code: ExpressionErrorCode;
  readonly values: MessageValues;
  /** Where in `source` it stands. */
  readonly from: number;
  readonly to: number;
  /** The whole text: the expression, or the template it stands in. */
  readonly source: string;

  constructor(given: {
    code: ExpressionErrorCode;
    values: MessageValues;
    from: number;
    to: number;
    source: string;
    cause?: unknown;
  }) {
    super(describeProblem(given, "en"), given.cause === undefined ? undefined : { cause: given.cause });
    this.code = given.code;
    this.values = given.values;
    this.from = given.from;
    this.to = given.to;
    this.source = given.source;
  }

  /** The same error, seen from the template in which the expression stands from `offset` on. */
  within(template: string, offset: number): ExpressionError {
    const { code, values, from, to, cause } = this;
    return new ExpressionError({
      code,
      values,
      from: from + offset,
      to: to + offset,
      source: template,
      cause,
    });
  }
}

/** A refusal that does not know its place yet; the call or operator it comes from adds it. */
export class Refusal extends Error {
  readonly code: ExpressionErrorCode;
  readonly values: MessageValues;

  constructor(code: ExpressionErrorCode, values: MessageValues = {}) {
    super(code);
    this.code = code;
    this.values = values;
  }
}

export interface Place {
  readonly from: number;
  readonly to: number;
  readonly source: string;
}

/** Whatever was thrown, as an error with a place. Errors that have one keep it. */
export function located(thrown: unknown, place: Place): ExpressionError {
  if (thrown instanceof ExpressionError) return thrown;
  if (thrown instanceof Refusal) {
    return new ExpressionError({ code: thrown.code, values: thrown.values, ...place });
  }
  if (thrown instanceof RangeError && /call stack/i.test(thrown.message)) {
    return new ExpressionError({
      code: "source-too-deep",
      values: { limit: maxSourceDepth },
      ...place,
      cause: thrown,
    });
  }
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  return new ExpressionError({ code: "evaluation-failed", values: { reason }, ...place, cause: thrown });
}
