import type { Woken } from "@sluice/workflow/node-contract";

export type WaitState = "open" | "resolved" | "done" | "expired" | "closed";

/** The step that sleeps. */
export interface WaitPlace {
  readonly executionId: string;
  readonly node: string;
  /** Empty outside of containers. */
  readonly frame: string;
}

/** A step that begins to sleep. Times are milliseconds since 1970. */
export interface NewWait extends WaitPlace {
  readonly workflowId: string;
  readonly kind: "callback" | "approval" | "call";
  /** `apr_…` of an approval. */
  readonly approvalId: string | null;
  readonly title: string;
  readonly message: string;
  readonly askedAt: number;
  readonly until: number | null;
}

export interface StoredWait extends NewWait {
  readonly state: WaitState;
  readonly result: Woken | null;
  readonly resolvedAt: number | null;
  readonly resolvedBy: string | null;
}

/** Reads what steps sleep for; it is written by the intake, together with journals. */
export interface WaitsStore {
  get(place: WaitPlace): Promise<StoredWait | undefined>;
  approval(id: string): Promise<StoredWait | undefined>;
  /** What has come for the steps of an execution and was not handed to them yet. */
  resolved(executionId: string): Promise<StoredWait[]>;
  /** Approvals, newest first. `before` is the approval id of the last one seen. */
  approvals(query: {
    decided?: boolean | undefined;
    before?: string | undefined;
    limit: number;
  }): Promise<StoredWait[]>;
  countOpenApprovals(): Promise<number>;
}
