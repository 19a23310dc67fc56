import { index, primaryKey } from "drizzle-orm/pg-core";
import type { MissedPolicy } from "../../triggers/store.ts";
import { sluice, whole, words } from "./columns.ts";
import { workflows } from "./workflows.ts";

/** The columns are those of the SQLite tables, where they are explained (stores/schema). */
export const schedules = sluice.table(
  "schedules",
  {
    workflowId: words("workflow_id")
      .primaryKey()
      .references(() => workflows.id, { onDelete: "cascade" }),
    cron: words("cron").notNull(),
    timeZone: words("time_zone").notNull(),
    missed: words("missed").$type<MissedPolicy>().notNull(),
    doneUntil: whole("done_until").notNull(),
    nextAt: whole("next_at"),
  },
  (table) => [index("schedules_by_next").on(table.nextAt)],
);

export const eventListeners = sluice.table(
  "event_listeners",
  {
    workflowId: words("workflow_id")
      .notNull()
      .references(() => workflows.id, { onDelete: "cascade" }),
    pattern: words("pattern").notNull(),
    head: words("head").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workflowId, table.pattern] }),
    index("event_listeners_by_head").on(table.head),
  ],
);
