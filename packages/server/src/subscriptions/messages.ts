import type { Message, MessageSummary } from "@sluice/api/schemas";
import { isoTime } from "../clock.ts";
import { PublicError } from "../errors.ts";
import type {
  LastAttempt,
  MessageSummaryRecord,
  MessagesQuery,
  SubscriptionsStore,
} from "../stores/subscriptions/store.ts";

/** Messages of all subscriptions: what waits, what arrived, what did not. */
export interface Messages {
  /** The last made first. */
  list(query: MessagesQuery): Promise<MessageSummary[]>;
  /** Throws `message-not-found`. */
  get(id: string): Promise<Message>;
}

export function createMessages({
  store,
}: {
  readonly store: Pick<SubscriptionsStore, "messages" | "message" | "lastAttempts" | "list" | "get">;
}): Messages {
  return {
    async list(query) {
      const records = await store.messages(query);
      if (records.length === 0) return [];
      const [subscriptions, last] = await Promise.all([
        store.list({}),
        store.lastAttempts(records.map(({ id }) => id)),
      ]);
      const urls = new Map(subscriptions.map(({ id, url }) => [id, url]));
      return records.map((record) =>
        toSummary(record, { url: urls.get(record.subscriptionId) ?? "", last: last.get(record.id) }),
      );
    },

    async get(id) {
      const found = await store.message(id);
      if (!found) throw new PublicError("message-not-found");
      const [subscription, last] = await Promise.all([
        store.get(found.subscriptionId),
        store.lastAttempts([id]),
      ]);
      const summary = toSummary(found, { url: subscription?.url ?? "", last: last.get(id) });
      return { ...summary, format: found.format, body: found.body };
    },
  };
}

function toSummary(
  record: MessageSummaryRecord,
  { url, last }: { url: string; last: LastAttempt | undefined },
): MessageSummary {
  const { id, subscriptionId, eventId, eventType: event, status, attempts, nextAt, createdAt } = record;
  return {
    ...{ id, subscriptionId, url, event, eventId, status, attempts },
    nextAttemptAt: status === "pending" ? isoTime(nextAt) : null,
    createdAt: new Date(createdAt).toISOString(),
    finishedAt: isoTime(record.finishedAt),
    last:
      last === undefined
        ? null
        : {
            at: new Date(last.at).toISOString(),
            http_status: last.status,
            error: last.error === null ? null : { code: last.error, message: last.message ?? last.error },
          },
  };
}
