import type { JsonObject, RuleRecord } from "@sluice/workflow/node-contract";
import type { Answer } from "./answer.ts";

/** The filter said no. Thrown past the stations that follow. */
export class Filtered extends Error {
  override readonly name = "Filtered";
  readonly answer: Answer;
  /** The answer as it is stored: known secrets taken out. */
  readonly shownAnswer: Answer;
  readonly rules: readonly RuleRecord[];
  readonly variables: JsonObject;

  constructor(given: {
    answer: Answer;
    shownAnswer: Answer;
    rules: readonly RuleRecord[];
    variables: JsonObject;
  }) {
    super("the request does not meet the filter");
    this.answer = given.answer;
    this.shownAnswer = given.shownAnswer;
    this.rules = given.rules;
    this.variables = given.variables;
  }
}

type UndecidedCode = "filter-failed" | "dedupe-failed" | "concurrency-failed";

/** A station could not come to a decision: what it would have said nobody knows. The request is refused with `code`. */
export class Undecided extends Error {
  override readonly name = "Undecided";
  readonly code: UndecidedCode;
  /** What went wrong, for the builder; the sender does not see it. */
  readonly rules: readonly RuleRecord[];
  readonly variables: JsonObject;

  constructor(given: {
    code: UndecidedCode;
    rules: readonly RuleRecord[];
    variables: JsonObject;
  }) {
    super(given.code);
    this.code = given.code;
    this.rules = given.rules;
    this.variables = given.variables;
  }
}
