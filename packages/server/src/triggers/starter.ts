import type { JsonObject } from "@sluice/workflow/node-contract";

/** An execution that nobody posted for. */
export interface QueuedStart {
  readonly workflowId: string;
  readonly startedBy: "schedule" | "event" | "call" | "failure";
  /** What it is started for, once: `tick:{workflow}/{slot}`, `event:{event}/{workflow}`, `failure:{execution}`. */
  readonly startKey: string;
  /** The trigger variables. */
  readonly trigger: JsonObject;
  /** `request` of the expressions. */
  readonly request: JsonObject;
  readonly origin: { readonly executionId?: string; readonly eventId?: string; readonly tick?: number };
}

/** What starts executions (the engine). */
export interface Starter {
  /**
   * Stores a queued execution, at most one for each `startKey`, and lets it begin soon. Undefined: nothing is published
   * under this id.
   */
  enqueue(given: QueuedStart): Promise<{ executionId: string; created: boolean } | undefined>;
}
