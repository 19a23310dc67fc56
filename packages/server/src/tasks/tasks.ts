/** Background work by kind, with what each needs to know. Plain data: a task may be performed by another process. */
export interface TaskPayloads {
  /** A hint to look at an execution that is due; the truth is its row. */
  "run-execution": { readonly executionId: string };
  /** A workflow's schedule is due. */
  tick: { readonly workflowId: string };
  /** An event was stored: start what listens to it. */
  "fan-out-event": { readonly eventId: string };
  /** Steps of an execution that waited for others were called off: cancel those that they had called. */
  "cancel-called": { readonly executionId: string };
  /** An execution failed: start the error workflow. */
  "report-failure": { readonly executionId: string };
  /** An execution succeeded, and somebody wants to know of such. */
  "report-success": { readonly executionId: string };
  /** A person runs what came while a workflow was paused: ids up to `upTo`, so many a minute (null: at once). */
  "run-held": { readonly workflowId: string; readonly upTo: string; readonly perMinute: number | null };
  /** Removes what is older than the retention, a small batch at a time. */
  prune: Record<string, never>;
  /** A replay of many deliveries goes on: a hint, the truth is its row. */
  replay: { readonly replayId: string };
}
export type TaskKind = keyof TaskPayloads;

const kinds: Readonly<Record<TaskKind, true>> = {
  ...{ "run-execution": true, tick: true, "fan-out-event": true, "cancel-called": true },
  ...{ "report-failure": true, "report-success": true, "run-held": true, prune: true, replay: true },
};
/** By which our tasks are told from those of other programs, where a PostgreSQL database is shared. */
export const taskKinds: readonly string[] = Object.keys(kinds);

/** A task as it is stored in the caller's transaction. */
export interface NewTask<Kind extends TaskKind = TaskKind> {
  readonly kind: Kind;
  readonly payload: TaskPayloads[Kind];
  /** Milliseconds since 1970; left out: at once. */
  readonly runAt?: number;
  /** While a task of this key waits, another one of it only moves it to the earlier moment. */
  readonly key?: string;
}

/**
 * Performs tasks of one kind. It may be called again for a task that was performed already (the process died before it
 * could say so): it must look before it acts. What it throws is tried again later, with backoff.
 */
export type TaskHandlers = {
  readonly [Kind in TaskKind]?: (
    payload: TaskPayloads[Kind],
    context: { signal: AbortSignal },
  ) => Promise<void>;
};

/** Tries of a task before it is put aside. */
export const defaultMaxAttempts = 10;

/** A task that failed too often: it stays until somebody looks. */
export interface FailedTask {
  readonly kind: string;
  readonly payload: unknown;
  readonly attempts: number;
  /** What its last try threw. */
  readonly error: string;
}

/** The queue of background work. Two engines stand behind it (embedded, graphile-worker), with one suite for both. */
export interface Tasks {
  /** Resolves when the task is on disk. Rejects with a `StoreUnavailableError`. */
  add<Kind extends TaskKind>(task: NewTask<Kind>): Promise<void>;
  /** A task may have been stored by another hand (in a store's transaction): look at once. */
  poke(): void;
  /** Begins to perform tasks of the kinds that have a handler. */
  start(handlers: TaskHandlers): Promise<void>;
  /** Begins nothing more; resolves when what runs has ended or `graceMs` is over, then signals are aborted. */
  stop(given?: { graceMs?: number }): Promise<void>;
  /** Resolves when nothing is due any more (for tests and `sluice doctor`). */
  drain(): Promise<void>;
  /** Tasks that were tried too often, the newest first, 100 at most. */
  failed(): Promise<FailedTask[]>;
}
