import { isDeepStrictEqual } from "node:util";
import { type Event, type EventSummary, maxEventBytes } from "@sluice/api/schemas";
import type { SchemaViolation } from "@sluice/workflow/json-schema";
import type { Json } from "@sluice/workflow/node-contract";
import { type Clock, isoTime } from "../clock.ts";
import { PublicError } from "../errors.ts";
import { newId } from "../ids.ts";
import type { EventRow, EventSource, EventsStore } from "../stores/events/store.ts";
import type { SubscriptionsStore } from "../stores/subscriptions/store.ts";
import { type EventTypes, violationsText } from "../subscriptions/event-types.ts";
import type { Tasks } from "../tasks/tasks.ts";

export interface PublishGiven {
  readonly type: string;
  readonly data: Json;
  readonly source: EventSource;
  /** The sender's own; left out: a new one. */
  readonly id?: string | undefined;
  /** Milliseconds since 1970; left out: now. */
  readonly occurredAt?: number | undefined;
  readonly userId?: string | undefined;
  readonly executionId?: string | undefined;
}

/** What happened, from outside, from workflows and from Sluice itself. */
export interface Events {
  /**
   * Resolves when the event is on disk; what listens to it is started soon. Throws `body-too-large`, `event-refused` where
   * the data does not meet what its type insists on, and `event-id-taken` where a call brings another event by a known id.
   */
  publish(given: PublishGiven): Promise<{ id: string; duplicate: boolean; violations?: SchemaViolation[] }>;
  list(given: {
    type?: string | undefined;
    cursor?: string | undefined;
    limit: number;
  }): Promise<{ items: EventSummary[]; nextCursor: string | null }>;
  /** Throws `event-not-found`. */
  get(id: string): Promise<Event>;
}

export function createEvents(given: {
  readonly store: EventsStore;
  readonly tasks: Pick<Tasks, "poke">;
  readonly types: Pick<EventTypes, "judge">;
  readonly messages: Pick<SubscriptionsStore, "countMessages">;
  readonly clock: Clock;
}): Events {
  const { store, tasks, types, messages, clock } = given;
  const summaries = async (rows: readonly EventRow[]): Promise<EventSummary[]> => {
    const ids = rows.map(({ id }) => id);
    const [starts, sent] = await Promise.all([store.startCounts(ids), messages.countMessages(ids)]);
    return rows.map((row) => ({
      ...toSummary(row),
      ...(starts.get(row.id) ?? { started: 0, refused: 0 }),
      messages: sent.get(row.id) ?? 0,
    }));
  };
  return {
    async publish({ type, data, source, id, occurredAt, userId, executionId }) {
      const text = JSON.stringify(data);
      if (Buffer.byteLength(text) > maxEventBytes) {
        const detail = `The data of an event is at most ${maxEventBytes} bytes of JSON.`;
        throw new PublicError("body-too-large", { detail, members: { limitBytes: maxEventBytes } });
      }
      // What Sluice itself tells is described by Sluice itself.
      const verdict = source === "sluice" ? undefined : await types.judge({ type, data });
      if (verdict?.refused) {
        const { violations } = verdict;
        throw new PublicError("event-refused", {
          detail: violationsText(violations),
          members: { violations },
        });
      }
      const receivedAt = clock();
      const event = {
        ...{ id: id ?? newId("evt", receivedAt), type, data: text, source, receivedAt },
        ...{ occurredAt: occurredAt ?? receivedAt, userId: userId ?? null, executionId: executionId ?? null },
      };
      const added = await store.add(event);
      if (added) tasks.poke();
      // A step that is done again may well have other data, and tells that its event was a duplicate.
      else if (source === "api" && !isSame(await store.get(event.id), event))
        throw new PublicError("event-id-taken");
      const violations = verdict?.violations ?? [];
      return {
        id: event.id,
        duplicate: !added,
        ...(violations.length > 0 && { violations: [...violations] }),
      };
    },

    async list(query) {
      const { items, nextCursor } = await store.list(query);
      return { items: await summaries(items), nextCursor };
    },

    async get(id) {
      const event = await store.get(id);
      if (!event) throw new PublicError("event-not-found");
      // What was stored is JSON text of our own writing.
      const data = JSON.parse(event.data) as Json;
      const { violations } = await types.judge({ type: event.type, data });
      const [summary] = await summaries([event]);
      if (!summary) throw new PublicError("event-not-found");
      return { ...summary, data, violations: [...violations], starts: [...event.starts] };
    },
  };
}

/** One that is gone by now cannot be told apart. */
function isSame(
  stored: { readonly type: string; readonly data: string } | undefined,
  given: { readonly type: string; readonly data: string },
): boolean {
  if (stored === undefined) return true;
  if (stored.type !== given.type) return false;
  // The order of an object's members says nothing.
  return stored.data === given.data || isDeepStrictEqual(JSON.parse(stored.data), JSON.parse(given.data));
}

function toSummary(row: EventRow): Omit<EventSummary, "started" | "refused" | "messages"> {
  const { id, type, source, occurredAt, receivedAt, userId, executionId, fannedOutAt, stopped } = row;
  return {
    ...{ id, type, source, userId, executionId, stopped },
    occurredAt: new Date(occurredAt).toISOString(),
    receivedAt: new Date(receivedAt).toISOString(),
    fannedOutAt: isoTime(fannedOutAt),
  };
}
