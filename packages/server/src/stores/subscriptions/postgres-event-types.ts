import { and, asc, count, eq, gt, sql } from "drizzle-orm";
import type { PostgresDatabase } from "../database/postgres/database.ts";
import { eventTypes } from "../schema/postgres/subscriptions.ts";
import type { SubscriptionsStore } from "./store.ts";

type EventTypes = Pick<
  SubscriptionsStore,
  "eventType" | "eventTypes" | "learnEventType" | "describeEventType" | "forgetEventType"
>;

/** The catalogue of events in PostgreSQL. */
export function createEventTypes({ db }: Pick<PostgresDatabase, "db">): EventTypes {
  return {
    async eventType(type) {
      const [found] = await db.select().from(eventTypes).where(eq(eventTypes.type, type));
      return found;
    },
    eventTypes({ after, q, limit }) {
      return db
        .select()
        .from(eventTypes)
        .where(
          and(
            after === undefined ? undefined : gt(eventTypes.type, after),
            q === undefined ? undefined : sql`position(${q} in ${eventTypes.type}) > 0`,
          ),
        )
        .orderBy(asc(eventTypes.type))
        .limit(limit);
    },
    async learnEventType(record, { most }) {
      // Two processes at once may go past it by one: it is a measure, not a promise.
      const learned = eq(eventTypes.described, false);
      const [found] = await db.select({ learned: count() }).from(eventTypes).where(learned);
      if ((found?.learned ?? 0) >= most) return;
      await db.insert(eventTypes).values(record).onConflictDoNothing();
    },
    async describeEventType(record) {
      const { type: _, firstSeenAt: __, ...values } = record;
      await db.insert(eventTypes).values(record).onConflictDoUpdate({ target: eventTypes.type, set: values });
    },
    async forgetEventType(type) {
      const { rowCount } = await db.delete(eventTypes).where(eq(eventTypes.type, type));
      return rowCount === 1;
    },
  };
}
