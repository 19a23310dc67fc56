import { ExpressionError } from "@sluice/workflow/expressions";
import { type Json, NodeError, type RuleRecord } from "@sluice/workflow/node-contract";
import { z } from "zod";
import type { StepError } from "../stores/executions/store.ts";

/** A step's failure with its place in the node's config. */
export class StepFailure extends Error {
  override readonly name = "StepFailure";
  readonly code: string;
  readonly at: (string | number)[] | undefined;

  constructor(failure: {
    code: string;
    message: string;
    at?: readonly (string | number)[];
    cause?: unknown;
  }) {
    super(failure.message, { cause: failure.cause });
    this.code = failure.code;
    this.at = failure.at && [...failure.at];
  }
}

export interface Failure {
  readonly error: StepError;
  readonly status: number | undefined;
  readonly rules: readonly RuleRecord[] | undefined;
  /** Nobody foresaw it: the log gets all of it, the record only that it happened. */
  readonly unforeseen: boolean;
}

/** What was thrown, as the step's record says it. `at` is the place of the part that was being resolved. */
export function failureOf(thrown: unknown, at?: readonly (string | number)[]): Failure {
  const plain = { status: undefined, rules: undefined, unforeseen: false };
  if (thrown instanceof StepFailure) {
    const place = thrown.at ?? at;
    return { ...plain, error: errorOf(thrown.code, thrown.message, place) };
  }
  if (thrown instanceof NodeError) {
    const { code, message, status, rules } = thrown;
    return { error: errorOf(code, message, at), status, rules, unforeseen: false };
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
export function errorOutput(failure: Failure, node: string): Json {
  const { code, message } = failure.error;
  const { status } = failure;
  return { error: { code, message, node, attempt: 1, ...(status === undefined ? {} : { status }) } };
}

function errorOf(code: string, message: string, at?: readonly (string | number)[]): StepError {
  return at && at.length > 0 ? { code, message, at: [...at] } : { code, message };
}

function shorten(source: string): string {
  return source.length > 200 ? `${source.slice(0, 200)}…` : source;
}
