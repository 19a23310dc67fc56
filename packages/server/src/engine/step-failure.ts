import { ExpressionError } from "@sluice/workflow/expressions";
import {
  type FailureKind,
  type Json,
  NodeError,
  type RuleRecord,
  type Spent,
} from "@sluice/workflow/node-contract";
import { z } from "zod";
import type { StepError } from "../stores/executions/store.ts";

/** A step's failure with its place in the node's config. */
export class StepFailure extends Error {
  override readonly name = "StepFailure";
  readonly code: string;
  readonly at: (string | number)[] | undefined;
  readonly kind: FailureKind;

  constructor(failure: {
    code: string;
    message: string;
    kind?: FailureKind;
    at?: readonly (string | number)[];
    cause?: unknown;
  }) {
    super(failure.message, { cause: failure.cause });
    this.code = failure.code;
    this.kind = failure.kind ?? "other";
    this.at = failure.at && [...failure.at];
  }
}

export interface Failure {
  readonly error: StepError;
  /** Says whether trying again can help (`retry.on`). */
  readonly kind: FailureKind;
  readonly retryAfterMs: number | undefined;
  readonly status: number | undefined;
  readonly rules: readonly RuleRecord[] | undefined;
  readonly spent: Spent | undefined;
  /** Nobody foresaw it: the log gets all of it, the record only that it happened. */
  readonly unforeseen: boolean;
}

/** What was thrown, as the step's record says it. `at` is the place of the part that was being resolved. */
export function failureOf(thrown: unknown, at?: readonly (string | number)[]): Failure {
  const plain = {
    ...{ kind: "other" as const, retryAfterMs: undefined },
    ...{ status: undefined, rules: undefined, spent: undefined, unforeseen: false },
  };
  if (thrown instanceof StepFailure) {
    const place = thrown.at ?? at;
    return { ...plain, kind: thrown.kind, error: errorOf(thrown.code, thrown.message, place) };
  }
  if (thrown instanceof NodeError) {
    const { code, message, kind, retryAfterMs, status, rules, spent } = thrown;
    return { error: errorOf(code, message, at), kind, retryAfterMs, status, rules, spent, unforeseen: false };
  }
  if (thrown instanceof ExpressionError) {
    const { message, source, from, to } = thrown;
    const text = `${message} — in ${shorten(source)}, characters ${from + 1} to ${Math.max(from + 1, to)}`;
    return { ...plain, error: errorOf("expression-failed", text, at) };
  }
  if (thrown instanceof z.core.$ZodError) {
    const [issue] = thrown.issues;
    const path = (issue?.path ?? []).filter((step) => typeof step !== "symbol");
    const message = `the resolved config does not fit: ${path.join(".") || "config"}: ${issue?.message ?? "invalid"}`;
    return { ...plain, error: errorOf("invalid-config", message, path) };
  }
  return {
    ...plain,
    error: errorOf(
      "step-crashed",
      "the step failed for a reason that it did not foresee; the server's log has it",
    ),
    unforeseen: true,
  };
}

/** What goes on by `out` or `error` after a failure. */
export function errorOutput(failure: Failure, { node, attempt }: { node: string; attempt: number }): Json {
  const { code, message } = failure.error;
  const { status } = failure;
  return { error: { code, message, node, attempt, ...(status === undefined ? {} : { status }) } };
}

function errorOf(code: string, message: string, at?: readonly (string | number)[]): StepError {
  return at && at.length > 0 ? { code, message, at: [...at] } : { code, message };
}

function shorten(source: string): string {
  return source.length > 200 ? `${source.slice(0, 200)}…` : source;
}
