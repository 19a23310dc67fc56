import type { Json } from "@sluice/workflow/node-contract";
import type { Clock } from "../clock.ts";
import { newId } from "../ids.ts";
import type {
  NewMessage,
  StoredEventRow,
  SubscriptionRecord,
  SubscriptionsStore,
} from "../stores/subscriptions/store.ts";
import { matchesEvent } from "../triggers/event-pattern.ts";
import { bodyOf } from "./formats.ts";

/** Types that were met in this process: they are in the catalogue already. */
const mostKnownTypes = 10_000;
/** Types that the catalogue learns by itself: whoever names events after orders does not fill it. */
const mostLearnedTypes = 1000;
/** An example of more than this is not kept in the catalogue. */
const mostExampleBytes = 4096;

/**
 * Makes the messages of an event, one for each active subscription that asks for it, and wakes who sends them. It may be
 * called again for the same event. A type that was never seen goes into the catalogue.
 */
export function createAnnounce(given: {
  readonly store: Pick<SubscriptionsStore, "list" | "addMessages" | "learnEventType">;
  readonly clock: Clock;
  readonly wake: () => void;
}): (event: StoredEventRow) => Promise<void> {
  const { store, clock, wake } = given;
  const known = new Set<string>();
  return async (event) => {
    if (!known.has(event.type)) {
      if (known.size < mostKnownTypes) known.add(event.type);
      const example = Buffer.byteLength(event.data) > mostExampleBytes ? null : event.data;
      const learned = {
        ...{ type: event.type, description: "", schema: null, example, described: false },
        onMismatch: "take" as const,
      };
      await store.learnEventType({ ...learned, firstSeenAt: event.receivedAt }, { most: mostLearnedTypes });
    }
    const asking = (await store.list({ active: true })).filter((subscription) =>
      asksFor(subscription, event.type),
    );
    if (asking.length === 0) return;
    const now = clock();
    await store.addMessages(asking.map((subscription) => messageFor(subscription, event, now)));
    wake();
  };
}

export function asksFor({ events }: SubscriptionRecord, type: string): boolean {
  return events.some((pattern) => matchesEvent(pattern, type));
}

/** The message of an event to a subscription, as it will go out. */
export function messageFor(subscription: SubscriptionRecord, event: StoredEventRow, now: number): NewMessage {
  const id = newId("msg", now);
  const { id: subscriptionId, format } = subscription;
  // What was stored is JSON text of our own writing.
  const told = { ...event, data: JSON.parse(event.data) as Json };
  const body = bodyOf(format, told, { subscriptionId, messageId: id });
  const { id: eventId, type: eventType, receivedAt: createdAt } = event;
  return { id, subscriptionId, eventId, eventType, format, body, createdAt };
}
