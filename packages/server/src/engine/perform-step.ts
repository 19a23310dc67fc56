import { compileExpression, evaluateRules, type Scope } from "@sluice/workflow/expressions";
import type { CallerAnswer, Json, RuleRecord, RunContext, RunResult } from "@sluice/workflow/node-contract";
import type { PlanNode } from "./plan-node.ts";
import { type Failure, failureOf, StepFailure } from "./step-failure.ts";

/** Largest output of a step, in bytes of its JSON text. */
export const maxOutputBytes = 1024 * 1024;
/** Longest a step may take, in milliseconds. */
const stepTimeoutMs = 60_000;

const maxLogLines = 100;
const maxLogLength = 2000;

interface Left {
  readonly rules: readonly RuleRecord[] | undefined;
  readonly log: readonly string[];
}

export type StepOutcome =
  | (Left & {
      readonly kind: "finished";
      readonly ports: readonly string[];
      readonly output: Json;
      /** The output's JSON text: measured, redacted and stored. */
      readonly outputText: string;
      readonly answer: CallerAnswer | undefined;
      readonly end:
        | { readonly status: "succeeded" | "failed"; readonly message: string | undefined }
        | undefined;
    })
  | (Left & { readonly kind: "failed"; readonly failure: Failure; readonly cause: unknown });

export interface StepGiven {
  readonly node: PlanNode;
  readonly scope: Scope;
  readonly input: Json;
  readonly idempotencyKey: string;
  /** RFC 3339, as `now` in expressions. */
  readonly now: string;
  readonly control: StepControl;
}

/** A running step's abort signal, made only for the runs that look at it. */
export class StepControl {
  #controller: AbortController | undefined;
  #reason: Error | undefined;

  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.#reason) this.#controller.abort(this.#reason);
    return this.#controller.signal;
  }

  abort(reason: string): void {
    this.#reason ??= new Error(reason);
    this.#controller?.abort(this.#reason);
  }
}

/**
 * Resolve → parse → run, under a time limit. Never throws. The outcome is there at once, without a promise, when the
 * run needs nothing to wait for: most steps take microseconds, and a turn of the event loop each would cost more.
 */
export function performStep(given: StepGiven): StepOutcome | Promise<StepOutcome> {
  const log: string[] = [];
  try {
    const config = given.node.config(given.scope);
    const result = given.node.run({ config, input: given.input, context: contextOf(given, log) } as never);
    if (!(result instanceof Promise)) return finished(result, log);
    return withTimeLimit(result, given).then(
      (late) => guarded(() => finished(late, log), log),
      (thrown: unknown) => failed(thrown, log),
    );
  } catch (thrown) {
    return failed(thrown, log);
  }
}

function contextOf({ scope, idempotencyKey, now, control }: StepGiven, log: string[]): RunContext {
  return {
    get signal() {
      return control.signal;
    },
    idempotencyKey,
    now,
    evaluate: (expression) => compileExpression(expression).evaluate(scope),
    evaluateRules: (rules) => evaluateRules(rules, scope),
    log: (message) => {
      if (log.length < maxLogLines) log.push(message.slice(0, maxLogLength));
    },
  };
}

function finished(result: RunResult<string>, log: readonly string[]): StepOutcome {
  const { output, rules, answer } = result;
  const outputText = textOf(output);
  const left = { kind: "finished", rules, log, output, outputText, answer } as const;
  if ("end" in result) return { ...left, ports: [], end: { status: result.end, message: result.message } };
  const { port } = result;
  return { ...left, ports: typeof port === "string" ? [port] : port, end: undefined };
}

function textOf(output: Json): string {
  const text = JSON.stringify(output) as string | undefined;
  if (text === undefined) {
    throw new StepFailure({ code: "output-not-json", message: "the step's output is no JSON data" });
  }
  if (text.length > maxOutputBytes || Buffer.byteLength(text) > maxOutputBytes) {
    throw new StepFailure({
      code: "output-too-large",
      message: `the step's output is larger than ${maxOutputBytes} bytes; let it give out less`,
    });
  }
  return text;
}

function guarded(make: () => StepOutcome, log: readonly string[]): StepOutcome {
  try {
    return make();
  } catch (thrown) {
    return failed(thrown, log);
  }
}

function failed(thrown: unknown, log: readonly string[]): StepOutcome {
  const failure = failureOf(thrown);
  return { kind: "failed", failure, rules: failure.rules, log, cause: thrown };
}

async function withTimeLimit<Result>(running: Promise<Result>, { control }: StepGiven): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      control.abort("the step took too long");
      const seconds = stepTimeoutMs / 1000;
      reject(new StepFailure({ code: "step-timeout", message: `the step took longer than ${seconds} s` }));
    }, stepTimeoutMs);
  });
  try {
    return await Promise.race([running, tooLong]);
  } finally {
    clearTimeout(timer);
  }
}
