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
  or,
  sql,
} from "drizzle-orm";
import type { PostgresDatabase } from "../database/postgres/database.ts";
import { pageOf } from "../paging/cursor.ts";
import { events } from "../schema/postgres/events.ts";
import { messageAttempts, messages, subscriptions } from "../schema/postgres/subscriptions.ts";
import { createEventTypes } from "./postgres-event-types.ts";
import {
  changedRow,
  endedMessage,
  sentAnew,
  settledMessage,
  toMessageRow,
  toRecord,
  toRow,
} from "./records.ts";
import type { MessageClaim, MessageRecord, Settlement, SubscriptionsStore } from "./store.ts";

/** A statement takes 65,535 values at most. */
const rowsAtOnce = 500;

/** Subscriptions in PostgreSQL. */
export function createPostgresSubscriptionsStore({ db, transaction }: PostgresDatabase): SubscriptionsStore {
  const ofKnown = inArray(messages.subscriptionId, db.select({ id: subscriptions.id }).from(subscriptions));
  return {
    async create(record) {
      await db.insert(subscriptions).values(toRow(record));
    },
    async get(id) {
      const [found] = await db.select().from(subscriptions).where(eq(subscriptions.id, id));
      return found && toRecord(found);
    },
    async list({ active }) {
      const found = await db
        .select()
        .from(subscriptions)
        .where(active === undefined ? undefined : eq(subscriptions.active, active))
        .orderBy(desc(subscriptions.id));
      return found.map(toRecord);
    },
    async update(record, { before, health }) {
      const { rowCount } = await db
        .update(subscriptions)
        .set(changedRow(record, health))
        .where(and(eq(subscriptions.id, record.id), eq(subscriptions.nonce, Buffer.from(before))));
      return rowCount === 1;
    },
    async delete(id) {
      const { rowCount } = await db.delete(subscriptions).where(eq(subscriptions.id, id));
      return rowCount === 1;
    },

    async addMessages(added) {
      await transaction(async (tx) => {
        for (let at = 0; at < added.length; at += rowsAtOnce) {
          const rows = added.slice(at, at + rowsAtOnce).map(toMessageRow);
          await tx.insert(messages).values(rows).onConflictDoNothing();
        }
      });
    },
    async message(id) {
      const [found] = await db.select().from(messages).where(eq(messages.id, id));
      return found;
    },
    messages({ subscriptionId, eventId, status, eventType, before, limit }) {
      return db
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
        .limit(limit);
    },
    async lastAttempts(messageIds) {
      const { messageId: of, at, status, error, message } = messageAttempts;
      const rows = await db
        .selectDistinctOn([of], { of, at, status, error, message })
        .from(messageAttempts)
        .where(inArray(of, [...messageIds]))
        .orderBy(of, desc(messageAttempts.id));
      return new Map(rows.map(({ of: id, ...last }) => [id, last]));
    },
    async messagesOf({ subscriptionId, eventIds }) {
      const found = await db
        .select({ eventId: messages.eventId, id: messages.id, status: messages.status })
        .from(messages)
        .where(and(eq(messages.subscriptionId, subscriptionId), inArray(messages.eventId, [...eventIds])));
      return new Map(found.map(({ eventId, ...message }) => [eventId ?? "", message]));
    },
    async countMessages(eventIds) {
      if (eventIds.length === 0) return new Map();
      // An event is found by its subscription only: that is what the index begins with.
      const rows = await db
        .select({ eventId: messages.eventId, count: count() })
        .from(messages)
        .where(and(ofKnown, inArray(messages.eventId, [...eventIds])))
        .groupBy(messages.eventId);
      return new Map(rows.map(({ eventId, count: found }) => [eventId ?? "", found]));
    },
    async dueSubscriptions(now) {
      const due = db
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
      const found = await db
        .select({ id: subscriptions.id })
        .from(subscriptions)
        .where(and(eq(subscriptions.active, true), exists(due)))
        .orderBy(asc(subscriptions.id));
      return found.map(({ id }) => id);
    },
    async claim(claims) {
      // Who takes in order waits for who has the oldest: held together with other rows, that could be a circle.
      const alone = claims.filter(({ ordered }) => ordered).map((one) => [one]);
      const together = claims.filter(({ ordered }) => !ordered);
      const claimed: MessageRecord[] = [];
      for (const group of together.length > 0 ? [together, ...alone] : alone) {
        const taken = await transaction(async (tx) => {
          const of: MessageRecord[] = [];
          for (const one of group) of.push(...(await claimIn(tx, one)));
          return of;
        });
        claimed.push(...taken);
      }
      return claimed;
    },
    async release(ids) {
      if (ids?.length === 0) return;
      const held = ids === undefined ? isNotNull(messages.claimedUntil) : inArray(messages.id, [...ids]);
      await db
        .update(messages)
        .set({ claimedUntil: null })
        .where(and(eq(messages.status, "pending"), held));
    },
    settle(settlements, at) {
      return transaction(async (tx) => {
        const disabled: string[] = [];
        for (const settlement of settlements) {
          const { attempt, claim } = settlement;
          const { messageId, subscriptionId } = attempt;
          const held = claim === null ? isNull(messages.claimedUntil) : eq(messages.claimedUntil, claim);
          const mine = and(eq(messages.id, messageId), eq(messages.status, "pending"), held);
          const [known] = await tx
            .select({ id: messages.id })
            .from(messages)
            .where(eq(messages.id, messageId))
            .for("update");
          // Its subscription was deleted while it was on its way.
          if (known === undefined) continue;
          await tx.insert(messageAttempts).values(attempt);
          const { rowCount } = await tx.update(messages).set(settledMessage(settlement, at)).where(mine);
          if (rowCount !== 1) continue;
          await settleHealth(tx, settlement);
          if (await disable(tx, settlement, at)) disabled.push(subscriptionId);
        }
        return disabled;
      });
    },
    addEnded(message, settlement, at) {
      return transaction(async (tx) => {
        const [known] = await tx
          .select({ id: subscriptions.id })
          .from(subscriptions)
          .where(eq(subscriptions.id, message.subscriptionId))
          .for("update");
        if (known === undefined) return false;
        await tx.insert(messages).values(endedMessage(message, settlement, at));
        await tx.insert(messageAttempts).values(settlement.attempt);
        await settleHealth(tx, settlement);
        return true;
      });
    },
    async resend({ ids, at }) {
      const { rowCount } = await db
        .update(messages)
        .set(sentAnew(at))
        .where(inArray(messages.id, [...ids]));
      return rowCount ?? 0;
    },
    attempts({ subscriptionId, messageId, before, limit }) {
      return db
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
        .limit(limit);
    },
    async pending() {
      const rows = await db
        .select({ id: messages.subscriptionId, waiting: count() })
        .from(messages)
        .where(eq(messages.status, "pending"))
        .groupBy(messages.subscriptionId);
      return new Map(rows.map(({ id, waiting }) => [id, waiting]));
    },
    async prune({ finishedBefore, limit }) {
      const old = await db
        .select({ id: messages.id })
        .from(messages)
        .where(and(isNotNull(messages.finishedAt), lt(messages.finishedAt, finishedBefore)))
        .orderBy(asc(messages.finishedAt))
        .limit(limit);
      if (old.length === 0) return 0;
      const ids = old.map(({ id }) => id);
      const { rowCount } = await db.delete(messages).where(inArray(messages.id, ids));
      return rowCount ?? 0;
    },

    async eventsBetween({ since, until, after, limit }) {
      const rows = await db
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
        .limit(limit + 1);
      return pageOf(rows, { limit, position: ({ receivedAt, id }) => [receivedAt, id] });
    },

    eventsById(ids) {
      return db
        .select(eventColumns)
        .from(events)
        .where(inArray(events.id, [...ids]))
        .orderBy(asc(events.receivedAt), asc(events.id));
    },
    ...createEventTypes({ db }),
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

type Writing = Pick<PostgresDatabase["db"], "update">;

/** Since when every attempt has failed. */
async function settleHealth(tx: Writing, { attempt, health }: Settlement): Promise<void> {
  if (health === "untold") return;
  const own = eq(subscriptions.id, attempt.subscriptionId);
  const before =
    health === "working" ? isNotNull(subscriptions.failingSince) : isNull(subscriptions.failingSince);
  const failingSince = health === "working" ? null : attempt.at;
  await tx.update(subscriptions).set({ failingSince }).where(and(own, before));
}

/** Whether the subscription was switched off by it. */
async function disable(tx: Writing, { attempt, disable: asked }: Settlement, at: number): Promise<boolean> {
  if (asked === null) return false;
  const { reason, failingBefore } = asked;
  const long = failingBefore === null ? undefined : lte(subscriptions.failingSince, failingBefore);
  const own = eq(subscriptions.id, attempt.subscriptionId);
  const set = { active: false, disabledAt: at, disabledReason: reason };
  const where = and(own, eq(subscriptions.active, true), long);
  const { rowCount } = await tx.update(subscriptions).set(set).where(where);
  return rowCount === 1;
}

async function claimIn(
  tx: Pick<PostgresDatabase["db"], "select" | "update">,
  { subscriptionId, now, until, limit, ordered }: MessageClaim,
): Promise<MessageRecord[]> {
  const isPending = and(eq(messages.subscriptionId, subscriptionId), eq(messages.status, "pending"));
  const isFree = or(isNull(messages.claimedUntil), lt(messages.claimedUntil, now));
  // In order, whoever is second waits and sees what the first has taken; else it looks past that.
  const oldest = ordered
    ? await tx
        .select()
        .from(messages)
        .where(isPending)
        .orderBy(asc(messages.createdAt), asc(messages.id))
        .limit(1)
        .for("update")
    : await tx
        .select()
        .from(messages)
        .where(and(isPending, lte(messages.nextAt, now), isFree))
        .orderBy(asc(messages.nextAt), asc(messages.id))
        .limit(limit)
        .for("update", { skipLocked: true });
  const due = oldest.filter(
    ({ nextAt, claimedUntil }) => nextAt <= now && (claimedUntil === null || claimedUntil < now),
  );
  if (due.length === 0) return [];
  const ids = due.map(({ id }) => id);
  await tx.update(messages).set({ claimedUntil: until }).where(inArray(messages.id, ids));
  return due.map((row) => ({ ...row, claimedUntil: until }));
}
