import { codeOf } from "../../error-code.ts";
import { StoreUnavailableError } from "../store-unavailable.ts";
import type { Write, WriteOutcome } from "./group-commit.ts";

/**
 * Writes on their way to the thread. Two flat lists instead of a list of pairs, and rows as lists of column values
 * within `given`: the names of fields are copied with every object. A delivery with its execution takes 9 µs of both
 * threads this way, and took 22 as objects.
 */
export interface ThreadBatch {
  readonly names: readonly string[];
  readonly given: readonly unknown[];
}

/** What became of the oldest `count` writes. */
export interface ThreadAnswer {
  readonly count: number;
  /** By position; null: none of them had one. */
  readonly results: readonly unknown[] | null;
  readonly failures: readonly ThreadFailure[];
  /** Why nothing more is taken. */
  readonly broken: string | null;
}

/** An error does not keep its code when it is copied. */
interface ThreadFailure {
  readonly at: number;
  readonly unavailable: boolean;
  readonly message: string;
  readonly stack: string | undefined;
  readonly code: string | undefined;
}

export function writesOf({ names, given }: ThreadBatch): Write[] {
  return names.map((name, at) => ({ name, given: given[at] }));
}

export function answerOf(outcomes: readonly WriteOutcome[], broken: Error | undefined): ThreadAnswer {
  const failures: ThreadFailure[] = [];
  let results: unknown[] | null = null;
  outcomes.forEach((outcome, at) => {
    if (!outcome.stored) failures.push(failureOf(at, outcome.error));
    else if (outcome.result !== undefined) {
      results ??= Array.from({ length: outcomes.length });
      results[at] = outcome.result;
    }
  });
  return { count: outcomes.length, results, failures, broken: broken?.message ?? null };
}

export function outcomesOf({ count, results, failures }: ThreadAnswer): WriteOutcome[] {
  const outcomes: WriteOutcome[] = Array.from({ length: count }, (_, at) => ({
    stored: true,
    result: results?.[at],
  }));
  for (const failure of failures) outcomes[failure.at] = { stored: false, error: errorOf(failure) };
  return outcomes;
}

function failureOf(at: number, error: unknown): ThreadFailure {
  const unavailable = error instanceof StoreUnavailableError;
  const known = error instanceof Error ? error : new Error(String(error));
  const { message, stack } = known;
  const origin: unknown = unavailable ? error.cause : known;
  return { at, unavailable, message, stack, code: codeOf(origin) };
}

function errorOf({ unavailable, message, stack, code }: ThreadFailure): Error {
  const origin = Object.assign(new Error(message), { stack, ...(code === undefined ? {} : { code }) });
  return unavailable ? new StoreUnavailableError(message, { cause: origin }) : origin;
}
