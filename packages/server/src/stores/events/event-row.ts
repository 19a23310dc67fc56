import type { events } from "../schema/events.ts";
import type { NewEvent } from "./store.ts";

/** The row of a new event, for whoever writes one in a transaction of its own. */
export function eventRow(event: NewEvent): Required<typeof events.$inferInsert> {
  return { ...event, fannedOutAt: null, depth: 0, stopped: null };
}

/** The row of an event that a step published. It is stored once: an `id` that is there already stays. */
export function emittedRow(emitted: {
  readonly id: string;
  readonly type: string;
  readonly data: string;
  readonly occurredAt: number;
  readonly executionId: string;
}): Required<typeof events.$inferInsert> {
  return eventRow({ ...emitted, source: "emit", receivedAt: emitted.occurredAt, userId: null });
}
