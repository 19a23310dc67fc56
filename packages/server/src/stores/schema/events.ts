import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** What happened, by name. Times are milliseconds since 1970 in UTC. */
export const events = sqliteTable(
  "events",
  {
    /** `evt_` and a ULID, or the sender's own id. */
    id: text("id").primaryKey(),
    type: text("type").notNull(),
    source: text("source", { enum: ["api", "emit", "sluice"] }).notNull(),
    occurredAt: integer("occurred_at").notNull(),
    receivedAt: integer("received_at").notNull(),
    userId: text("user_id"),
    /** The execution that emitted it, or that it tells about. */
    executionId: text("execution_id"),
    /** When all that listens to it was started; null: not yet. */
    fannedOutAt: integer("fanned_out_at"),
    /** Events and failures it follows from, one after another; known once it has been fanned out. */
    depth: integer("depth").notNull(),
    /** Why nothing was started for it; null: it was fanned out as usual. */
    stopped: text("stopped", { enum: ["event-loop"] }),
    // Lists do not show it: last, so that SQLite need not read through it.
    /** JSON text. */
    data: text("data").notNull(),
  },
  (table) => [
    index("events_by_time").on(table.receivedAt, table.id),
    index("events_by_type").on(table.type, table.receivedAt, table.id),
    // Small: what waits for its fan-out.
    index("events_waiting").on(table.receivedAt).where(sql`fanned_out_at is null`),
  ],
);

/** What an event started, or why a workflow that listens to it was not started. */
export const eventStarts = sqliteTable(
  "event_starts",
  {
    eventId: text("event_id")
      .notNull()
      .references(() => events.id, { onDelete: "cascade" }),
    workflowId: text("workflow_id").notNull(),
    executionId: text("execution_id"),
    /** JSON `{ code, message }`; null: it was started. */
    problem: text("problem"),
  },
  (table) => [primaryKey({ columns: [table.eventId, table.workflowId] })],
);
