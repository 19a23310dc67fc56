import type {
  Execution,
  ExecutionStatus,
  ExecutionSummary,
  StartedBy,
  WaitingFor,
} from "@sluice/api/schemas";
import type { WorkflowDocument } from "@sluice/workflow/document";
import type { CallerAnswer, Json, JsonObject } from "@sluice/workflow/node-contract";
import type { JournalRecord, StepError, ValueReference } from "./journal-record.ts";

export type { JournalRecord, StepError, ValueReference };

/** The request as expressions see it, secret headers and query values redacted. */
export interface ExecutionInput {
  readonly request: JsonObject;
  readonly trigger: JsonObject;
}

/** What changes in an execution's row. Times are milliseconds since 1970 in UTC. */
export interface ExecutionProgress {
  readonly status: ExecutionStatus;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
  readonly answer: CallerAnswer | null;
  readonly error: (StepError & { readonly node: string | null }) | null;
  readonly failedByDesign: boolean;
  readonly warnings: Execution["warnings"];
  /** When it is due, of one that is queued or waiting; null: something else has to happen first. */
  readonly wakeAt: number | null;
  readonly waitingFor: WaitingReason | null;
  /** Milliseconds it has run, waiting left out. */
  readonly ranMs: number;
}

/** `WaitingFor` of the API with `until` in milliseconds since 1970. */
export type WaitingReason = Omit<WaitingFor, "until"> & { readonly until: number | null };

/** What started an execution, besides a delivery or a person. */
export interface ExecutionOrigin {
  /** The execution whose step called this one, that failed, or that this one retries. */
  readonly executionId?: string;
  /** The calling step, which waits for the end. */
  readonly node?: string;
  readonly frame?: string;
  readonly eventId?: string;
  /** The moment of the schedule. */
  readonly tick?: number;
  /** Calls above this one. */
  readonly depth?: number;
  /** Concurrency keys of the executions that wait for this one, directly or through others. */
  readonly holds?: readonly string[];
}

export interface NewExecution extends ExecutionProgress {
  readonly id: string;
  readonly workflowId: string;
  readonly version: number | null;
  readonly startedBy: StartedBy;
  readonly deliveryId: string | null;
  readonly queuedAt: number;
  /** Only where no delivery holds it. */
  readonly input: ExecutionInput | null;
  /** Only where no version holds it (the draft). */
  readonly document: WorkflowDocument | null;
  /** The process that holds it; null: it is queued for whoever comes. */
  readonly worker: string | null;
  readonly concurrency: { readonly key: string; readonly limit: number } | null;
  /** At most one execution is stored for each. */
  readonly startKey: string | null;
  readonly origin: ExecutionOrigin | null;
}

/** An execution without what happened in it. */
export interface ExecutionHead extends NewExecution {
  /** Crashes that count against it. */
  readonly crashes: number;
  readonly epoch: number;
  /** How many rows the journal has: the next `seq`. */
  readonly nextSeq: number;
}

export interface StoredExecution extends ExecutionHead {
  /** All records in the order they were written. */
  readonly journal: readonly JournalRecord[];
}

/** A piece of a journal, and the row that the next one begins with. */
export interface JournalPage {
  readonly records: readonly JournalRecord[];
  readonly next: number;
}

/** How an execution stands, without what happened in it. Times are milliseconds since 1970 in UTC. */
export interface ExecutionOutcome {
  readonly id: string;
  readonly workflowId: string;
  readonly version: number | null;
  readonly status: ExecutionStatus;
  readonly startedBy: StartedBy;
  readonly queuedAt: number;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
  /** What its first Response said; it may not have ended yet. */
  readonly answer: CallerAnswer | null;
  readonly error: ExecutionProgress["error"];
  readonly failedByDesign: boolean;
  readonly origin: ExecutionOrigin | null;
}

/** An execution that a step of another one had called. */
export interface CalledExecution {
  readonly id: string;
  readonly origin: ExecutionOrigin;
}

/** An execution that was under way when a process died. Times are milliseconds since 1970. */
export interface Suspect {
  readonly id: string;
  /** As it is now: whoever takes it names it. */
  readonly epoch: number;
  /** Crashes that count against it so far. */
  readonly crashes: number;
  readonly reprieves: number;
  /** Since when it waits to be tried; null: its process has just died with it. */
  readonly waitsSince: number | null;
  /** Since when it was on trial as its process died; null: it was not. */
  readonly triedSince: number | null;
  /** The last sign of life of that process; null: nobody knows. */
  readonly seenAt: number | null;
}

/** Executions of one stretch of time. */
export interface ExecutionCount {
  readonly runs: number;
  readonly failed: number;
}

/** Which executions are meant: all that is said has to be met. */
export interface ExecutionQuery {
  readonly id?: string | undefined;
  readonly workflowId?: string | undefined;
  readonly status?: ExecutionStatus | undefined;
  readonly startedBy?: StartedBy | undefined;
  /** Key of the node that it failed at. */
  readonly failedNode?: string | undefined;
  readonly errorCode?: string | undefined;
  /** Queued at this moment or later, and before that one. Milliseconds since 1970 in UTC. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  /** The first one of this delivery. */
  readonly deliveryId?: string | undefined;
  /** The first one of each delivery with this search key, whatever its name when none is given. `value` as `keyValue` makes it. */
  readonly searchKey?: { readonly name: string | undefined; readonly value: string } | undefined;
}

export interface ExecutionsStore {
  /** Newest first. `before` is the id of the last one seen. */
  list(
    query: ExecutionQuery & { readonly before?: string | undefined; readonly limit: number },
  ): Promise<ExecutionSummary[]>;
  /** All of it at once: of a long one, `head` and `journal` read it piece by piece. */
  get(id: string): Promise<StoredExecution | undefined>;
  /** Cheap, however long its journal is. */
  head(id: string): Promise<ExecutionHead | undefined>;
  /** Rows of a journal from `from` on and before `to`, so many that the thread is not held for long. */
  journal(query: { executionId: string; from: number; to: number }): Promise<JournalPage>;
  /** Cheap, however long its journal is. */
  outcome(id: string): Promise<ExecutionOutcome | undefined>;
  /**
   * Ids of executions that somebody should take up at `now`: due ones that are queued or waiting, and running ones that were
   * let go in good order. The longest due first.
   */
  due(query: { now: number; limit: number }): Promise<string[]>;
  /**
   * Running ones whose holder is gone without a word or has let its lease run out, and those whose wait for their trial is
   * over. Those with the fewest crashes first.
   */
  suspects(query: { now: number; limit: number }): Promise<Suspect[]>;
  /** Whether a process has died after `since` without being explained by an execution that it tried alone. */
  crashedSince(query: { since: number; now: number }): Promise<boolean>;
  /**
   * Running ones that nobody holds at `now`: of a process that is gone without a word (`crashed`), or let go in good order
   * (`released`).
   */
  countLeft(query: { now: number }): Promise<{ readonly crashed: number; readonly released: number }>;
  /** Running ones that a process holds. */
  heldBy(query: { worker: string }): Promise<{ readonly id: string; readonly epoch: number }[]>;
  /** The next moment at which one that is queued or waiting is due, after `now`; null: none is. */
  nextDue(query: { now: number }): Promise<number | null>;
  /**
   * Unfinished executions that steps of this one had called and waited for, until they were called off. Not those that a
   * step ceased to wait for by itself, since its time was over.
   */
  abandoned(executionId: string): Promise<CalledExecution[]>;
  /** The newest execution that went on from where this one had ended, with what had finished there; undefined: none did. */
  wentOnAs(executionId: string): Promise<string | undefined>;
  /** Large values of an execution by their id; all of them, or one. */
  values(query: { executionId: string; value?: string }): Promise<Map<string, Json>>;
  /** What a node with a cache answered before for this key; undefined: nothing, or too long ago. */
  cached(query: {
    workflowId: string;
    node: string;
    hash: string;
    now: number;
  }): Promise<{ readonly ports: readonly string[]; readonly output: Json } | undefined>;
  /** How many failed or timed out since `since` (milliseconds since 1970), by workflow; those without are left out. */
  countFailures(query: { workflowIds: readonly string[]; since: number }): Promise<Map<string, number>>;
  /**
   * How many began, and how many of those failed or timed out, between each two moments that follow each other in `bounds`
   * (milliseconds since 1970, ascending), by workflow. One query; each count ends at `atMost`, so that a page of lists
   * costs no more for workflows that run a million times a day.
   */
  countBetween(query: {
    workflowIds: readonly string[];
    bounds: readonly number[];
    atMost: number;
  }): Promise<Map<string, ExecutionCount[]>>;
}
