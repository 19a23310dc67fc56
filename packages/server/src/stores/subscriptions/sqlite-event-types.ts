import { and, asc, count, eq, gt, sql } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { eventTypes } from "../schema/subscriptions.ts";
import type { SubscriptionsStore } from "./store.ts";

type EventTypes = Pick<
  SubscriptionsStore,
  "eventType" | "eventTypes" | "learnEventType" | "describeEventType" | "forgetEventType"
>;

/** The catalogue of events in SQLite. */
export function createEventTypes({ write, read }: Pick<Database, "write" | "read">): EventTypes {
  return {
    async eventType(type) {
      return read.select().from(eventTypes).where(eq(eventTypes.type, type)).get();
    },
    async eventTypes({ after, q, limit }) {
      return read
        .select()
        .from(eventTypes)
        .where(
          and(
            after === undefined ? undefined : gt(eventTypes.type, after),
            q === undefined ? undefined : sql`instr(${eventTypes.type}, ${q}) > 0`,
          ),
        )
        .orderBy(asc(eventTypes.type))
        .limit(limit)
        .all();
    },
    async learnEventType(record, { most }) {
      const learned = eq(eventTypes.described, false);
      const [found] = write.select({ learned: count() }).from(eventTypes).where(learned).all();
      if ((found?.learned ?? 0) >= most) return;
      write.insert(eventTypes).values(record).onConflictDoNothing().run();
    },
    async describeEventType(record) {
      const { type: _, firstSeenAt: __, ...values } = record;
      write
        .insert(eventTypes)
        .values(record)
        .onConflictDoUpdate({ target: eventTypes.type, set: values })
        .run();
    },
    async forgetEventType(type) {
      return write.delete(eventTypes).where(eq(eventTypes.type, type)).run().changes === 1;
    },
  };
}
