import type { RuleRecord } from "./rules.ts";
import type { Spent } from "./spent.ts";

/** Kinds of failure a node's `retry.on` can name; `other` is never tried again. */
export type FailureKind = "network" | "timeout" | "5xx" | "429" | "other";

/**
 * A failure that a node foresaw. `code` is stable and kebab-case, `message` is for people and holds no secret,
 * `kind` says whether trying again can help.
 */
export class NodeError extends Error {
  override readonly name = "NodeError";
  readonly code: string;
  readonly kind: FailureKind;
  readonly status: number | undefined;
  /** How long the other side asks to be left alone (`Retry-After`), in milliseconds. */
  readonly retryAfterMs: number | undefined;
  /** Results of the rules up to the failure, for the step's record. */
  readonly rules: readonly RuleRecord[] | undefined;
  /** What the builder's code wrote with `console` before it failed. */
  readonly console: readonly string[] | undefined;
  /** What it cost to fail. */
  readonly spent: Spent | undefined;

  constructor(failure: {
    code: string;
    message: string;
    kind?: FailureKind;
    status?: number;
    retryAfterMs?: number;
    rules?: readonly RuleRecord[];
    console?: readonly string[];
    spent?: Spent;
    cause?: unknown;
  }) {
    super(failure.message, { cause: failure.cause });
    this.code = failure.code;
    this.kind = failure.kind ?? "other";
    this.status = failure.status;
    this.retryAfterMs = failure.retryAfterMs;
    this.rules = failure.rules;
    this.console = failure.console;
    this.spent = failure.spent;
  }
}
