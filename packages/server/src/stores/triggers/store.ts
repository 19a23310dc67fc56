/** What a published version listens to besides its URL. */
export type Listening =
  | {
      readonly kind: "schedule";
      readonly cron: string;
      /** IANA name. */
      readonly timeZone: string;
      readonly missed: MissedPolicy;
      /** The first slot after the moment of publishing; null: there is none. */
      readonly nextAt: number | null;
    }
  | { readonly kind: "event"; readonly patterns: readonly string[] }
  | { readonly kind: "none" };

export type MissedPolicy = "skip" | "once" | "all";

/** A schedule of a published workflow. Times are milliseconds since 1970 in UTC. */
export interface ScheduleRow {
  readonly workflowId: string;
  readonly cron: string;
  readonly timeZone: string;
  readonly missed: MissedPolicy;
  /** Every slot up to this moment has been started or left out. */
  readonly doneUntil: number;
  readonly nextAt: number | null;
  readonly paused: boolean;
}

/**
 * What listens to events and to the clock. Rows are written by the workflow store, in the transaction that publishes;
 * what is unpublished or in the trash has none.
 */
export interface TriggersStore {
  schedule(workflowId: string): Promise<ScheduleRow | undefined>;
  /**
   * Moves a schedule on, and stores its next `tick` task in the same transaction. False: somebody else has moved it, or
   * it is another schedule by now, and nothing was written.
   */
  advance(given: {
    schedule: Pick<ScheduleRow, "workflowId" | "cron" | "timeZone" | "doneUntil">;
    doneUntil: number;
    nextAt: number | null;
    /** Now. */
    at: number;
  }): Promise<boolean>;
  /** Workflows whose next slot is due at `at`. */
  due(query: { at: number; limit: number }): Promise<string[]>;
  /** All schedules that have a slot to come, by workflow id, after the id `after`. */
  planned(query: { after: string; limit: number }): Promise<{ workflowId: string; nextAt: number }[]>;
  /** The patterns of those that listen for one of these heads, paused ones left out. */
  listeners(query: { heads: readonly string[] }): Promise<{ workflowId: string; pattern: string }[]>;
}
