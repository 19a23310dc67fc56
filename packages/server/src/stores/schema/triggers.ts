import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { workflows } from "./workflows.ts";

/*
 * What published versions listen to. Publishing writes it in its own transaction, so that no event and no tick reads
 * through documents. Times are milliseconds since 1970 in UTC.
 */

export const schedules = sqliteTable(
  "schedules",
  {
    workflowId: text("workflow_id")
      .primaryKey()
      .references(() => workflows.id, { onDelete: "cascade" }),
    cron: text("cron").notNull(),
    timeZone: text("time_zone").notNull(),
    missed: text("missed", { enum: ["skip", "once", "all"] }).notNull(),
    /** Every slot up to this moment has been started or left out. */
    doneUntil: integer("done_until").notNull(),
    /** The first slot after it; null: there is none. */
    nextAt: integer("next_at"),
  },
  (table) => [index("schedules_by_next").on(table.nextAt)],
);

export const eventListeners = sqliteTable(
  "event_listeners",
  {
    workflowId: text("workflow_id")
      .notNull()
      .references(() => workflows.id, { onDelete: "cascade" }),
    /** `order.paid`, `order.*`, `*`. */
    pattern: text("pattern").notNull(),
    /** The pattern up to its first wildcard: `order`. An event looks for the heads of its own type. */
    head: text("head").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workflowId, table.pattern] }),
    index("event_listeners_by_head").on(table.head),
  ],
);
