import type { Json, RuleRecord, Spent, Wait } from "@sluice/workflow/node-contract";

/** Why a step failed: a stable code, a sentence without secrets, the place in the node's config. */
export interface StepError {
  readonly code: string;
  readonly message: string;
  readonly at?: (string | number)[];
}

/** A value too large for the journal: where it is kept (`execution_values`), how large it is, what it begins with. */
export interface ValueReference {
  readonly value: string;
  readonly bytes: number;
  readonly preview: string;
}

/** What is known of one step in every record about it. Times are milliseconds since 1970 in UTC. */
interface StepRecord {
  readonly node: string;
  readonly type: string;
  /** The run of a container's body it belongs to (`each[3]`); left out: the frame outside of containers. */
  readonly frame?: string;
  /** Position among the started steps of the execution, from 1; the trigger is 0. */
  readonly order: number;
  /**
   * Nodes whose taken edges led here (`trigger` among them): the input is made from their outputs, not stored again.
   * Empty where a body begins.
   */
  readonly from: readonly string[];
  readonly startedAt: number;
  /** Left out: the first. */
  readonly attempt?: number;
}

/** What a finished step left: kept also when it failed. */
interface StepResult extends StepRecord {
  readonly finishedAt: number;
  readonly rules?: readonly RuleRecord[];
  readonly log?: readonly string[];
  /** Of what is paid by use; left out: nothing. */
  readonly spent?: Spent;
}

/** A value as the journal holds it: itself, or where it is. */
export type Kept<Name extends string> =
  | { readonly [Key in Name]: Json }
  | { readonly [Key in `${Name}At`]: ValueReference };

/**
 * One entry of an execution's journal. The state of an execution is built from these alone.
 * - `started`: only for steps with effects outside; on disk before the effect, so that a crash in it is seen.
 * - `finished`: left by its ports (none: this branch ends), or ended the execution.
 * - `failed`: `handled` says how it went on: `stop` failed the frame, `continue` left by `out`, `branch` by `error`.
 * - `retrying`: an attempt failed and the next one is due at `dueAt`.
 * - `suspended`: the step sleeps until what it waits for comes.
 * - `passed`: disabled; its input went through `port` unchanged.
 * - `opened`: a container began to run its body; `items` are what it runs over.
 * - `asked`: whether its body runs once more, with the rules that said so.
 * - `ended`: the execution is over; `skipped` and `cancelled` name the nodes that did not run or not to their end.
 */
export type JournalRecord =
  | (StepRecord & { readonly kind: "started" })
  | (StepResult &
      Kept<"output"> & {
        readonly kind: "finished";
        readonly ports: readonly string[];
        readonly end?: "succeeded" | "failed";
        readonly message?: string;
        /** This step's answer went to the caller. */
        readonly answered?: true;
        /** Its output came from the node's cache. */
        readonly cached?: true;
      })
  | (StepResult & {
      readonly kind: "failed";
      readonly error: StepError;
      readonly handled: "stop" | "continue" | "branch";
      /** What goes on by `out` or `error`. */
      readonly output: Json;
    })
  | (StepResult & { readonly kind: "retrying"; readonly error: StepError; readonly dueAt: number })
  | (StepRecord & {
      readonly kind: "suspended";
      readonly at: number;
      readonly wait: Wait;
      readonly memo: Json;
    })
  | (StepRecord & { readonly kind: "passed"; readonly port: string | null })
  | (StepRecord &
      Kept<"items"> & {
        readonly kind: "opened";
        readonly total: number | null;
        readonly concurrency: number;
        readonly onItemError: "stop" | "break" | "skip";
        readonly limit: number;
      })
  | {
      readonly kind: "asked";
      readonly node: string;
      readonly frame?: string;
      readonly index: number;
      readonly more: boolean;
      readonly at: number;
      readonly rules?: readonly RuleRecord[];
    }
  | {
      readonly kind: "ended";
      readonly status: "succeeded" | "failed" | "cancelled" | "timed-out";
      readonly at: number;
      readonly skipped: readonly { readonly node: string; readonly type: string }[];
      readonly cancelled: readonly (StepRecord & { readonly finishedAt: number })[];
    };
