import type { Drift } from "@sluice/workflow/drift";

/** A drift with how often it was seen. Times are milliseconds since 1970 in UTC. */
export interface SeenDrift extends Drift {
  readonly firstSeenAt: number;
  readonly lastSeenAt: number;
  readonly count: number;
  readonly lastDeliveryId: string;
}

/** Where real requests differ from what their trigger knows. */
export interface DriftStore {
  /** Adds to what is known; of what is new only as much as fits into `keep` rows of the workflow. */
  note(given: { workflowId: string; seen: readonly SeenDrift[]; keep: number }): Promise<void>;
  /** The last seen first. */
  list(workflowId: string): Promise<SeenDrift[]>;
  /** What comes again is noticed anew. */
  forget(workflowId: string): Promise<void>;
}

/** By which a row is found again. */
export function driftKey({ from, path, kind, got }: Drift): string {
  return JSON.stringify([from, path, kind, got]);
}
