import {
  and,
  asc,
  count,
  desc,
  eq,
  exists,
  gt,
  gte,
  inArray,
  isNotNull,
  isNull,
  lt,
  lte,
  max,
  or,
  sql,
} from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { pageOf } from "../paging/cursor.ts";
import { events } from "../schema/events.ts";
import { messageAttempts, messages, subscriptions } from "../schema/subscriptions.ts";
import { changedRow, endedMessage, sentAnew, toMessageRow, toRecord, toRow } from "./records.ts";
import { createEventTypes } from "./sqlite-event-types.ts";
import { createSettle } from "./sqlite-settle.ts";
import type { MessageClaim, MessageRecord, SubscriptionsStore } from "./store.ts";

const immediate = { behavior: "immediate" } as const;
/** Rows of one statement: far from the number of parameters that SQLite takes. */
const rowsAtOnce = 500;

/** Subscriptions in SQLite. */
export function createSqliteSubscriptionsStore({ write, read }: Database): SubscriptionsStore {
  const settle = createSettle({ write });
  const ofKnown = inArray(messages.subscriptionId, read.select({ id: subscriptions.id }).from(subscriptions));
  return {
    async create(record) {
      write.insert(subscriptions).values(toRow(record)).run();
    },
    async get(id) {
      const found = read.select().from(subscriptions).where(eq(subscriptions.id, id)).get();
      return found && toRecord(found);
    },
    async list({ active }) {
      return read
        .select()
        .from(subscriptions)
        .where(active === undefined ? undefined : eq(subscriptions.active, active))
        .orderBy(desc(subscriptions.id))
        .all()
        .map(toRecord);
    },
    async update(record, { before, health }) {
      const { changes } = write
        .update(subscriptions)
        .set(changedRow(record, health))
        .where(and(eq(subscriptions.id, record.id), eq(subscriptions.nonce, Buffer.from(before))))
        .run();
      return changes === 1;
    },
    async delete(id) {
      return write.delete(subscriptions).where(eq(subscriptions.id, id)).run().changes === 1;
    },

    async addMessages(added) {
      if (added.length === 0) return;
      write.transaction((tx) => {
        for (let at = 0; at < added.length; at += rowsAtOnce) {
          const rows = added.slice(at, at + rowsAtOnce).map(toMessageRow);
          tx.insert(messages).values(rows).onConflictDoNothing().run();
        }
      }, immediate);
    },
    async message(id) {
      const found = read.select().from(messages).where(eq(messages.id, id)).get();
      return found;
    },
    async messages({ subscriptionId, eventId, status, eventType, before, limit }) {
      return read
        .select(summaryColumns)
        .from(messages)
        .where(
          and(
            subscriptionId === undefined ? undefined : eq(messages.subscriptionId, subscriptionId),
            eventId === undefined ? undefined : and(ofKnown, eq(messages.eventId, eventId)),
            status === undefined ? undefined : statusIs(status),
            eventType === undefined ? undefined : eq(messages.eventType, eventType),
            before === undefined ? undefined : lt(messages.id, before),
          ),
        )
        .orderBy(desc(messages.id))
        .limit(limit)
        .all();
    },
    async lastAttempts(messageIds) {
      const { messageId: of, at, status, error, message } = messageAttempts;
      const rows = read
        .select({ of, at, status, error, message, newest: max(messageAttempts.id) })
        .from(messageAttempts)
        .where(inArray(of, [...messageIds]))
        // SQLite gives the other columns of the row that has the greatest id.
        .groupBy(of)
        .all();
      return new Map(rows.map(({ of: id, newest: _, ...last }) => [id, last]));
    },
    async messagesOf({ subscriptionId, eventIds }) {
      const found = read
        .select({ eventId: messages.eventId, id: messages.id, status: messages.status })
        .from(messages)
        .where(and(eq(messages.subscriptionId, subscriptionId), inArray(messages.eventId, [...eventIds])))
        .all();
      return new Map(found.map(({ eventId, ...message }) => [eventId ?? "", message]));
    },
    async countMessages(eventIds) {
      if (eventIds.length === 0) return new Map();
      // An event is found by its subscription only: that is what the index begins with.
      const rows = read
        .select({ eventId: messages.eventId, count: count() })
        .from(messages)
        .where(and(ofKnown, inArray(messages.eventId, [...eventIds])))
        .groupBy(messages.eventId)
        .all();
      return new Map(rows.map(({ eventId, count: found }) => [eventId ?? "", found]));
    },
    async dueSubscriptions(now) {
      const due = read
        .select({ id: messages.id })
        .from(messages)
        .where(
          and(
            eq(messages.subscriptionId, subscriptions.id),
            eq(messages.status, "pending"),
            lte(messages.nextAt, now),
            or(isNull(messages.claimedUntil), lt(messages.claimedUntil, now)),
          ),
        );
      const found = read
        .select({ id: subscriptions.id })
        .from(subscriptions)
        .where(and(eq(subscriptions.active, true), exists(due)))
        .orderBy(asc(subscriptions.id))
        .all();
      return found.map(({ id }) => id);
    },
    async claim(claims) {
      return write.transaction((tx) => claims.flatMap((one) => claimIn(tx, one)), immediate);
    },
    async release(ids) {
      const held = ids === undefined ? isNotNull(messages.claimedUntil) : inArray(messages.id, [...ids]);
      write
        .update(messages)
        .set({ claimedUntil: null })
        .where(and(eq(messages.status, "pending"), held))
        .run();
    },
    async settle(settlements, at) {
      return write.transaction(
        () =>
          settlements
            .filter((settlement) => settle.one(settlement, at))
            .map(({ attempt }) => attempt.subscriptionId),
        immediate,
      );
    },
    async addEnded(message, settlement, at) {
      return write.transaction((tx) => {
        const { subscriptionId } = message;
        const known = tx
          .select({ id: subscriptions.id })
          .from(subscriptions)
          .where(eq(subscriptions.id, subscriptionId))
          .get();
        if (known === undefined) return false;
        tx.insert(messages)
          .values(endedMessage(message, settlement, at))
          .run();
        tx.insert(messageAttempts).values(settlement.attempt).run();
        settle.health(settlement);
        return true;
      }, immediate);
    },
    async resend({ ids, at }) {
      return write
        .update(messages)
        .set(sentAnew(at))
        .where(inArray(messages.id, [...ids]))
        .run().changes;
    },
    async attempts({ subscriptionId, messageId, before, limit }) {
      return read
        .select()
        .from(messageAttempts)
        .where(
          and(
            eq(messageAttempts.subscriptionId, subscriptionId),
            messageId === undefined ? undefined : eq(messageAttempts.messageId, messageId),
            before === undefined ? undefined : lt(messageAttempts.id, before),
          ),
        )
        .orderBy(desc(messageAttempts.id))
        .limit(limit)
        .all();
    },
    async pending() {
      const rows = read
        .select({ id: messages.subscriptionId, waiting: count() })
        .from(messages)
        .where(eq(messages.status, "pending"))
        .groupBy(messages.subscriptionId)
        .all();
      return new Map(rows.map(({ id, waiting }) => [id, waiting]));
    },
    async prune({ finishedBefore, limit }) {
      const old = read
        .select({ id: messages.id })
        .from(messages)
        .where(and(isNotNull(messages.finishedAt), lt(messages.finishedAt, finishedBefore)))
        .orderBy(asc(messages.finishedAt))
        .limit(limit)
        .all();
      if (old.length === 0) return 0;
      const ids = old.map(({ id }) => id);
      return write.delete(messages).where(inArray(messages.id, ids)).run().changes;
    },

    async eventsBetween({ since, until, after, limit }) {
      const rows = read
        .select({ id: events.id, type: events.type, receivedAt: events.receivedAt })
        .from(events)
        .where(
          and(
            gte(events.receivedAt, since),
            lte(events.receivedAt, until),
            isNull(events.stopped),
            after === null
              ? undefined
              : or(
                  gt(events.receivedAt, after[0]),
                  and(eq(events.receivedAt, after[0]), gt(events.id, after[1])),
                ),
          ),
        )
        .orderBy(asc(events.receivedAt), asc(events.id))
        .limit(limit + 1)
        .all();
      return pageOf(rows, { limit, position: ({ receivedAt, id }) => [receivedAt, id] });
    },

    async eventsById(ids) {
      return read
        .select(eventColumns)
        .from(events)
        .where(inArray(events.id, [...ids]))
        .orderBy(asc(events.receivedAt), asc(events.id))
        .all();
    },
    ...createEventTypes({ write, read }),
  };
}

const summaryColumns = {
  id: messages.id,
  subscriptionId: messages.subscriptionId,
  eventId: messages.eventId,
  eventType: messages.eventType,
  status: messages.status,
  attempts: messages.attempts,
  nextAt: messages.nextAt,
  createdAt: messages.createdAt,
  finishedAt: messages.finishedAt,
  format: messages.format,
};

/** In the words of the partial indexes: a parameter in place of the text would not find them. */
function statusIs(status: MessageRecord["status"]) {
  return sql`${messages.status} = ${sql.raw(`'${status}'`)}`;
}

const eventColumns = {
  id: events.id,
  type: events.type,
  data: events.data,
  occurredAt: events.occurredAt,
  receivedAt: events.receivedAt,
  userId: events.userId,
};

function claimIn(
  tx: Pick<Database["write"], "select" | "update">,
  { subscriptionId, now, until, limit, ordered }: MessageClaim,
): MessageRecord[] {
  const isPending = and(eq(messages.subscriptionId, subscriptionId), eq(messages.status, "pending"));
  const isFree = or(isNull(messages.claimedUntil), lt(messages.claimedUntil, now));
  const oldest = ordered
    ? tx
        .select()
        .from(messages)
        .where(isPending)
        .orderBy(asc(messages.createdAt), asc(messages.id))
        .limit(1)
        .all()
    : tx
        .select()
        .from(messages)
        .where(and(isPending, lte(messages.nextAt, now), isFree))
        .orderBy(asc(messages.nextAt), asc(messages.id))
        .limit(limit)
        .all();
  const due = oldest.filter(
    ({ nextAt, claimedUntil }) => nextAt <= now && (claimedUntil === null || claimedUntil < now),
  );
  if (due.length === 0) return [];
  const ids = due.map(({ id }) => id);
  tx.update(messages).set({ claimedUntil: until }).where(inArray(messages.id, ids)).run();
  return due.map((row) => ({ ...row, claimedUntil: until }));
}
