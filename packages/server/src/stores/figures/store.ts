import type { ExecutionStatus, StartedBy } from "@sluice/api/schemas";
import type { ExecutionOrigin, ExecutionProgress } from "../executions/store.ts";

/** An execution that failed or timed out. */
export interface FailedExecution {
  readonly id: string;
  readonly workflowId: string;
  readonly startedBy: StartedBy;
  /** Milliseconds since 1970. */
  readonly begunAt: number;
  readonly finishedAt: number;
  readonly error: ExecutionProgress["error"];
  readonly origin: ExecutionOrigin | null;
}

/** Who waits for others of its concurrency key. */
export interface KeyWaiting {
  readonly key: string;
  readonly workflowId: string;
  readonly waiting: number;
  readonly limit: number;
}

/**
 * Figures over what is stored, for alerts and for the home page. Each reads a stretch of an index and ends at a bound: none
 * costs more on five million executions than on one. Times are milliseconds since 1970; without `workflowId` all are meant.
 */
export interface FiguresStore {
  /** Accepted deliveries from `from` on and before `to`, counted up to `atMost`. */
  countAccepted(query: {
    workflowId?: string | undefined;
    from: number;
    to: number;
    atMost: number;
  }): Promise<number>;
  /** When the newest accepted delivery of a workflow came, not before `since`; null: none did. */
  lastAccepted(query: { workflowId: string; since: number }): Promise<number | null>;
  /** When the newest refused deliveries came, the newest first. */
  refused(query: { workflowId?: string | undefined; from: number; limit: number }): Promise<number[]>;
  /** How many were refused in each hour from `from` on, by the moment it began; hours without are left out. */
  refusedByHour(from: number): Promise<Map<number, number>>;
  /** Executions that began from `from` on. With more than `atMost` of them `since` is when the `atMost` newest began. */
  begun(query: {
    workflowId?: string | undefined;
    from: number;
    atMost: number;
  }): Promise<{ readonly count: number; readonly since: number }>;
  /** Those of versions that failed or timed out from `from` on, by their end, the last first. */
  failed(query: { workflowId?: string | undefined; from: number; limit: number }): Promise<FailedExecution[]>;
  /** How many failed or timed out from `from` on and before `to`, by their end, counted up to `atMost`. */
  countFailed(query: { from: number; to: number; atMost: number }): Promise<number>;
  /** Executions with this status, counted up to `atMost`. */
  countByStatus(query: { status: ExecutionStatus; atMost: number }): Promise<number>;
  /** Concurrency keys with the most executions waiting for their turn, of `atMost` that wait, and how many wait in all. */
  atLimit(query: {
    keys: number;
    atMost: number;
  }): Promise<{ readonly waiting: number; readonly keys: readonly KeyWaiting[] }>;
  /** Deliveries that wait for a person, counted up to `atMost`. */
  countHeld(query: { atMost: number }): Promise<number>;
  /** The newest executions of versions that began from `from` on and before `to`. */
  sample(query: {
    from: number;
    to: number;
    limit: number;
  }): Promise<{ readonly id: string; readonly workflowId: string }[]>;
  /** Bytes that the database takes. */
  bytes(): Promise<number>;
  readonly database: "sqlite" | "postgresql";
}
