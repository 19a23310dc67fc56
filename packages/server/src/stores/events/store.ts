import type { Page } from "../workflows/store.ts";

export type EventSource = "api" | "emit" | "sluice";

/** Something that happened. Times are milliseconds since 1970 in UTC. */
export interface NewEvent {
  /** `evt_…`, or the sender's own: the same id twice is one event. */
  readonly id: string;
  readonly type: string;
  /** JSON text. */
  readonly data: string;
  readonly source: EventSource;
  readonly occurredAt: number;
  readonly receivedAt: number;
  readonly userId: string | null;
  /** The execution that emitted it, or that it tells about. */
  readonly executionId: string | null;
}

export interface EventRow extends Omit<NewEvent, "data"> {
  readonly fannedOutAt: number | null;
  /** Events and failures it follows from, one after another; 0 until it has been fanned out. */
  readonly depth: number;
  /** Why nothing was started for it. */
  readonly stopped: "event-loop" | null;
}

/** What one listening workflow made of an event. `problem`: why it was not started. */
export interface EventStart {
  readonly workflowId: string;
  readonly executionId: string | null;
  readonly problem: { readonly code: string; readonly message: string } | null;
}

export interface StartCounts {
  readonly started: number;
  readonly refused: number;
}

export interface StoredEvent extends EventRow {
  readonly data: string;
  readonly starts: readonly EventStart[];
}

/** What happened, and what it started. Statements only: who listens stands in `stores/triggers`. */
export interface EventsStore {
  /**
   * Stores the event and its `fan-out-event` task in one transaction. False: there is an event of this id, and nothing
   * was written. Rejects with a `StoreUnavailableError`.
   */
  add(event: NewEvent): Promise<boolean>;
  get(id: string): Promise<StoredEvent | undefined>;
  /** The last received first. */
  list(query: {
    type?: string | undefined;
    cursor?: string | undefined;
    limit: number;
  }): Promise<Page<EventRow>>;
  /** How many workflows events started, and how many that listen were not, by event; those without any are left out. */
  startCounts(ids: readonly string[]): Promise<Map<string, StartCounts>>;
  /** Remembers what became of it; the first word stays. */
  fannedOut(given: {
    id: string;
    at: number;
    depth: number;
    stopped: EventRow["stopped"];
    starts: readonly EventStart[];
  }): Promise<void>;
  /** Ids of events that were received before `before` and still wait for their fan-out, the oldest first. */
  waiting(query: { before: number; limit: number }): Promise<string[]>;
}
