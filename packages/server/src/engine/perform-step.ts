import { compileExpression, evaluateRules, type Scope } from "@sluice/workflow/expressions";
import type {
  CallerAnswer,
  EmittedEvent,
  Iterated,
  Json,
  RuleRecord,
  RunResult,
  SettledResult,
  Spent,
  StartedCall,
  Suspended,
} from "@sluice/workflow/node-contract";
import { insistOnMemo } from "./lost-memo.ts";
import type { PlanNode } from "./plan-node.ts";
import type { Reach } from "./reach.ts";
import { noLines, StepContext } from "./step-context.ts";
import type { StepControl } from "./step-control.ts";
import { type Failure, failureOf, StepFailure } from "./step-failure.ts";
import { withTimeLimit } from "./time-limit.ts";
import { untilAnswered } from "./until-answered.ts";

/** Largest output of a step, in bytes of its JSON text. Beyond `inlineBytes` it is kept beside the journal. */
export const maxOutputBytes = 32 * 1024 * 1024;

interface Left {
  readonly rules: readonly RuleRecord[] | undefined;
  readonly log: readonly string[];
}

export type FinishedOutcome = Left & {
  readonly kind: "finished";
  readonly ports: readonly string[];
  readonly output: Json;
  /** The output's JSON text: measured, redacted and stored. */
  readonly outputText: string;
  readonly answer: CallerAnswer | undefined;
  readonly end: { readonly status: "succeeded" | "failed"; readonly message: string | undefined } | undefined;
  readonly emit: readonly EmittedEvent[];
  readonly start: readonly StartedCall[];
  readonly spent: Spent | undefined;
};
export type FailedOutcome = Left & {
  readonly kind: "failed";
  readonly failure: Failure;
  readonly cause: unknown;
};
export type StepOutcome =
  | FinishedOutcome
  | FailedOutcome
  | (Left & { readonly kind: "suspended"; readonly suspended: Suspended })
  | (Left & { readonly kind: "iterated"; readonly iterated: Iterated });

export interface StepGiven {
  readonly node: PlanNode;
  readonly scope: Scope;
  readonly input: Json;
  /** What its run left when it went to sleep to be run again. */
  readonly memo: Json;
  readonly idempotencyKey: string;
  readonly attempt: number;
  /** RFC 3339, as `now` in expressions. */
  readonly now: string;
  readonly control: StepControl;
  readonly reach: Reach;
}

/**
 * Resolve → parse → run, under a time limit. Never throws. The outcome is there at once, without a promise, when the
 * run needs nothing to wait for: most steps take microseconds, and a turn of the event loop each would cost more.
 */
export function performStep(given: StepGiven): StepOutcome | Promise<StepOutcome> {
  const context = new StepContext(given);
  try {
    insistOnMemo(given.memo);
    const config = given.node.config(given.scope);
    const { input, memo } = given;
    const result = given.node.runner.run({ config, input, memo, context } as never);
    if (!(result instanceof Promise)) return admitted(outcomeOf(result, context.lines), given);
    return withTimeLimit(result, { control: given.control, limitMs: given.node.options.timeoutMs }).then(
      (late) =>
        admitted(
          settled(() => late, context.lines),
          given,
        ),
      (thrown: unknown) => failed(thrown, context.lines),
    );
  } catch (thrown) {
    return failed(thrown, context.lines);
  }
}

/** A step fails that emits an event which its type does not take. */
function admitted(
  outcome: StepOutcome,
  { reach, control }: Pick<StepGiven, "reach" | "control">,
): StepOutcome | Promise<StepOutcome> {
  if (outcome.kind !== "finished" || outcome.emit.length === 0) return outcome;
  const admit = (event: EmittedEvent) =>
    untilAnswered(
      () => reach.admit(event),
      () => control.aborted,
    );
  return Promise.all(outcome.emit.map(admit)).then(
    () => outcome,
    (thrown: unknown) => failed(thrown, outcome.log),
  );
}

/** The outcome of what a step answers later than from its run: when it is woken, or has collected. Never throws. */
export function settleStep(make: () => SettledResult<string>): FinishedOutcome | FailedOutcome {
  return settled(make, noLines) as FinishedOutcome | FailedOutcome;
}

/** Whether a container's body runs once more. Never throws. */
export function performAgain(
  node: PlanNode,
  scope: Scope,
): { readonly more: boolean; readonly rules?: RuleRecord[] } | FailedOutcome {
  try {
    const context = {
      evaluate: (expression: string) => compileExpression(expression).evaluate(scope),
      evaluateRules: (rules: Parameters<typeof evaluateRules>[0]) => evaluateRules(rules, scope),
    };
    const config = node.config(scope);
    return node.runner.again?.({ config, context } as never) ?? { more: false };
  } catch (thrown) {
    return failed(thrown, noLines);
  }
}

function settled(make: () => RunResult<string>, log: readonly string[]): StepOutcome {
  try {
    return outcomeOf(make(), log);
  } catch (thrown) {
    return failed(thrown, log);
  }
}

function outcomeOf(result: RunResult<string>, log: readonly string[]): StepOutcome {
  if ("wait" in result) return { kind: "suspended", suspended: result, rules: undefined, log };
  if ("iterate" in result) return { kind: "iterated", iterated: result, rules: undefined, log };
  const { output, rules, answer, emit = [], start = [], spent } = result;
  const ended = "end" in result;
  return {
    kind: "finished",
    rules,
    log,
    output,
    outputText: textOf(output),
    answer,
    emit,
    start,
    spent,
    ports: ended ? [] : typeof result.port === "string" ? [result.port] : result.port,
    end: ended ? { status: result.end, message: result.message } : undefined,
  };
}

function textOf(output: Json): string {
  const text = JSON.stringify(output) as string | undefined;
  if (text === undefined) {
    throw new StepFailure({ code: "output-not-json", message: "the step's output is no JSON data" });
  }
  if (
    text.length > maxOutputBytes ||
    (text.length > maxOutputBytes / 3 && Buffer.byteLength(text) > maxOutputBytes)
  ) {
    throw new StepFailure({
      code: "output-too-large",
      message: `the step's output is larger than ${maxOutputBytes} bytes; let it give out less`,
    });
  }
  return text;
}

function failed(thrown: unknown, log: readonly string[]): FailedOutcome {
  const failure = failureOf(thrown);
  return { kind: "failed", failure, rules: failure.rules, log, cause: thrown };
}
