import { sql } from "drizzle-orm";
import { index, primaryKey } from "drizzle-orm/pg-core";
import { jsonText, sluice, whole, words } from "./columns.ts";

/** The columns are those of the SQLite tables, where they are explained (stores/schema). */
export const events = sluice.table(
  "events",
  {
    id: words("id").primaryKey(),
    type: words("type").notNull(),
    source: words("source").$type<"api" | "emit" | "sluice">().notNull(),
    occurredAt: whole("occurred_at").notNull(),
    receivedAt: whole("received_at").notNull(),
    userId: words("user_id"),
    executionId: words("execution_id"),
    fannedOutAt: whole("fanned_out_at"),
    depth: whole("depth").notNull(),
    stopped: words("stopped").$type<"event-loop">(),
    data: jsonText("data").notNull(),
  },
  (table) => [
    index("events_by_time").on(table.receivedAt, table.id),
    index("events_by_type").on(table.type, table.receivedAt, table.id),
    index("events_waiting").on(table.receivedAt).where(sql`fanned_out_at is null`),
  ],
);

export const eventStarts = sluice.table(
  "event_starts",
  {
    eventId: words("event_id")
      .notNull()
      .references(() => events.id, { onDelete: "cascade" }),
    workflowId: words("workflow_id").notNull(),
    executionId: words("execution_id"),
    problem: jsonText("problem"),
  },
  (table) => [primaryKey({ columns: [table.eventId, table.workflowId] })],
);
