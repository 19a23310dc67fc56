import { sql } from "drizzle-orm";
import { index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";

/**
 * Background work, of the embedded queue (tasks/embedded.ts). PostgreSQL has graphile-worker's tables instead.
 * A task that was done is deleted. Times are milliseconds since 1970 in UTC.
 */
export const tasks = sqliteTable(
  "tasks",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    kind: text("kind").notNull(),
    /** JSON of what it needs to know. */
    payload: text("payload").notNull(),
    key: text("key"),
    runAt: integer("run_at").notNull(),
    /** Raised before each try, so that one that takes the process down is counted too. */
    attempts: integer("attempts").notNull().default(0),
    /** `failed`: it failed too often and stays to be seen. */
    state: text("state", { enum: ["waiting", "running", "failed"] })
      .notNull()
      .default("waiting"),
    /** What its last try threw. */
    lastError: text("last_error"),
  },
  (table) => [
    index("tasks_waiting").on(table.runAt, table.id).where(sql`state = 'waiting'`),
    uniqueIndex("tasks_by_key").on(table.key).where(sql`state = 'waiting' and key is not null`),
  ],
);
