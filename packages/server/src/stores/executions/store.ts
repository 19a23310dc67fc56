import type { Execution, ExecutionStatus, ExecutionSummary, StartedBy } from "@sluice/api/schemas";
import type { WorkflowDocument } from "@sluice/workflow/document";
import type { CallerAnswer, JsonObject } from "@sluice/workflow/node-contract";
import type { JournalRecord, StepError } from "./journal-record.ts";

export type { JournalRecord, StepError };

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
}

export interface NewExecution extends ExecutionProgress {
  readonly id: string;
  readonly workflowId: string;
  readonly version: number | null;
  readonly startedBy: "delivery" | "person";
  readonly deliveryId: string | null;
  readonly queuedAt: number;
  /** Only where no delivery holds it. */
  readonly input: ExecutionInput | null;
  /** Only where no version holds it (the draft). */
  readonly document: WorkflowDocument | null;
}

export interface StoredExecution extends NewExecution {
  readonly resumes: number;
  /** All records in the order they were written. */
  readonly journal: readonly JournalRecord[];
  /** How many rows the journal has: the next `seq`. */
  readonly nextSeq: number;
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
  readonly error: ExecutionProgress["error"];
  readonly failedByDesign: boolean;
  readonly origin: { readonly executionId?: string; readonly eventId?: string } | null;
}

export interface ExecutionsStore {
  /** Newest first. `before` is the id of the last one seen. */
  list(query: {
    workflowId?: string | undefined;
    status?: ExecutionStatus | undefined;
    before?: string | undefined;
    limit: number;
  }): Promise<ExecutionSummary[]>;
  get(id: string): Promise<StoredExecution | undefined>;
  /** Cheap, however long its journal is. */
  outcome(id: string): Promise<ExecutionOutcome | undefined>;
  /** Ids of queued and running executions, oldest first, after the id `after`. */
  unfinished(query: { after: string; limit: number }): Promise<string[]>;
  /** How many failed or timed out since `since` (milliseconds since 1970), by workflow; those without are left out. */
  countFailures(query: { workflowIds: readonly string[]; since: number }): Promise<Map<string, number>>;
}
