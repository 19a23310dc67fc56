import type { Json, RuleRecord } from "@sluice/workflow/node-contract";

/** Why a step failed: a stable code, a sentence without secrets, the place in the node's config. */
export interface StepError {
  readonly code: string;
  readonly message: string;
  readonly at?: (string | number)[];
}

/** What is known of one step in every record about it. Times are milliseconds since 1970 in UTC. */
interface StepRecord {
  readonly node: string;
  readonly type: string;
  /** Position among the started steps of the execution, from 1; the trigger is 0. */
  readonly order: number;
  /** Nodes whose taken edges led here (`trigger` among them): the input is made from their outputs, not stored again. */
  readonly from: readonly string[];
  readonly startedAt: number;
}

/** What a finished step left: kept also when it failed. */
interface StepResult extends StepRecord {
  readonly finishedAt: number;
  readonly rules?: readonly RuleRecord[];
  readonly log?: readonly string[];
}

/**
 * One entry of an execution's journal. The state of an execution is built from these alone.
 * - `started`: only for steps with effects outside; on disk before the effect, so that a crash in it is seen.
 * - `finished`: left by its ports (none: this branch ends), or ended the execution.
 * - `failed`: `handled` says how it went on: `stop` failed the execution, `continue` left by `out`, `branch` by `error`.
 * - `passed`: disabled; its input went through `port` unchanged.
 * - `ended`: the execution is over; `skipped` and `cancelled` name the nodes that did not run or not to their end.
 */
export type JournalRecord =
  | (StepRecord & { readonly kind: "started" })
  | (StepResult & {
      readonly kind: "finished";
      readonly ports: readonly string[];
      readonly output: Json;
      readonly end?: "succeeded" | "failed";
      readonly message?: string;
      /** This step's answer went to the caller. */
      readonly answered?: true;
    })
  | (StepResult & {
      readonly kind: "failed";
      readonly error: StepError;
      readonly handled: "stop" | "continue" | "branch";
      /** What goes on by `out` or `error`. */
      readonly output: Json;
    })
  | (StepRecord & { readonly kind: "passed"; readonly port: string | null })
  | {
      readonly kind: "ended";
      readonly status: "succeeded" | "failed" | "cancelled" | "timed-out";
      readonly at: number;
      readonly skipped: readonly { readonly node: string; readonly type: string }[];
      readonly cancelled: readonly (StepRecord & { readonly finishedAt: number })[];
    };
