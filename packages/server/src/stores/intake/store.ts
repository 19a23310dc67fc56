import type { DeliveryAnswer, NewDelivery } from "../deliveries/store.ts";
import type { ExecutionProgress, NewExecution } from "../executions/store.ts";

/** A piece of an execution's journal as it is written. `records` is the JSON text of a `JournalRecord` list. */
export interface JournalChunk {
  readonly executionId: string;
  readonly seq: number;
  readonly records: string;
}

export { StoreUnavailableError } from "../store-unavailable.ts";

/**
 * Everything that deliveries and executions write. Each method is one atomic need: it resolves when its commit is on
 * disk (with whatever else was waiting) and rejects with a `StoreUnavailableError` when the database cannot take it.
 * Arguments are plain data, so that the writer can stand in a thread of its own.
 */
export interface IntakeStore {
  /** A delivery with its execution, as far as it has come; or an execution that a person started. */
  accept(given: {
    delivery: NewDelivery | null;
    execution: NewExecution;
    /** JSON text of the journal so far; null when nothing has happened yet. */
    journal: string | null;
  }): Promise<void>;
  /**
   * More journal, and what it made of the execution. A final status is never overwritten: resolves to false when the
   * execution had already ended, and nothing is written then.
   */
  append(given: {
    chunk: JournalChunk | null;
    executionId: string;
    progress: ExecutionProgress | null;
  }): Promise<boolean>;
  /** How a delivery was answered that was stored before its answer was known. The first answer stays. */
  answered(given: {
    deliveryId: string;
    receivedAt: number;
    status: number;
    answer: DeliveryAnswer | null;
  }): Promise<void>;
  /** Refused deliveries: the newest `keep` of each workflow stay, the counters count them all. */
  refuse(given: {
    deliveries: readonly NewDelivery[];
    /** How many were refused, also those that were not kept. */
    counts: readonly { workflowId: string; reason: string; count: number; lastAt: number }[];
    keep: number;
  }): Promise<void>;
  /** Counts a new attempt at an execution whose process died; resolves to how many there were, this one included. */
  resumed(executionId: string): Promise<number>;
  /** Forgets the attempts at executions that this process has put aside in good order: it was not they who ended it. */
  released(executionIds: readonly string[]): Promise<void>;
  /** Operations that wait for their commit: what the door looks at before it lets more in. */
  readonly waiting: number;
  /** A write failed in the disk itself: nothing more is taken until the process starts anew. */
  readonly broken: boolean;
  /** Resolves when everything handed in so far is on disk. */
  drain(): Promise<void>;
}
