import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/**
 * The processes that run executions, each with the moment until which what it holds is its own. One row a process
 * instead of one lease an execution: a heartbeat costs the same for one execution and for ten thousand.
 */
export const workers = sqliteTable("workers", {
  /** Made anew at each start. */
  id: text("id").primaryKey(),
  startedAt: integer("started_at").notNull(),
  /** Milliseconds since 1970 in UTC. */
  leaseUntil: integer("lease_until").notNull(),
  /** Its last sign of life. */
  seenAt: integer("seen_at").notNull(),
  /** Of one that is gone without a word: an execution that it tried alone is to blame. */
  explained: integer("explained", { mode: "boolean" }).notNull(),
});
