import type { DeliveryFilter, ReplayVersion } from "@sluice/api/schemas";

/** Which deliveries a replay takes. */
export type ReplaySelection =
  | { readonly filter: DeliveryFilter }
  /** In the order they came. */
  | { readonly ids: readonly string[] };

/** How far a replay has come. */
export interface ReplayProgress {
  /** The last delivery that was dealt with; null: none yet. */
  readonly after: string | null;
  /** The one that is being run now, under the id that its copy will have. */
  readonly underway: { readonly source: string; readonly deliveryId: string } | null;
  readonly accepted: number;
  readonly refused: number;
  readonly skipped: number;
  readonly lastProblem: string | null;
}

/** A replay of many deliveries. Times are milliseconds since 1970 in UTC. */
export interface StoredReplay extends ReplayProgress {
  readonly id: string;
  readonly state: "running" | "stopped" | "done";
  readonly version: ReplayVersion;
  readonly perSecond: number;
  readonly selection: ReplaySelection;
  /** The newest delivery that counts. */
  readonly upTo: string;
  readonly total: number;
  readonly createdBy: string | null;
  readonly createdAt: number;
  readonly finishedAt: number | null;
}

export interface ReplaysStore {
  /** Older ones that have ended go: the newest 500 stay. */
  create(replay: StoredReplay): Promise<void>;
  get(id: string): Promise<StoredReplay | undefined>;
  /** Newest first. `before` is the id of the last one seen. */
  list(query: { before?: string | undefined; limit: number }): Promise<StoredReplay[]>;
  /** Ids of those that go on and that nobody works on at `now`. */
  idle(query: { now: number }): Promise<string[]>;
  /** Takes one that goes on, for `holder` alone until `until`. Undefined: another has it, or it does not go on. */
  claim(given: { id: string; holder: string; now: number; until: number }): Promise<StoredReplay | undefined>;
  /**
   * What has happened, by whoever holds it; `until` null lets go of it. Resolves to whether it goes on: false when it was
   * stopped, which is told once what had happened is written, or when another has taken it, and nothing is written then.
   */
  progress(given: {
    id: string;
    holder: string;
    until: number | null;
    progress: ReplayProgress;
  }): Promise<boolean>;
  /** Nothing when it does not go on any more. */
  end(given: { id: string; state: "stopped" | "done"; at: number }): Promise<void>;
}
