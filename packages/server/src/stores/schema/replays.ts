import { sql } from "drizzle-orm";
import { index, integer, real, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** Many deliveries run again, one after another. Times are milliseconds since 1970 in UTC. */
export const replays = sqliteTable(
  "replays",
  {
    /** `rpl_` and a ULID: sorts by time. */
    id: text("id").primaryKey(),
    state: text("state", { enum: ["running", "stopped", "done"] }).notNull(),
    /** `same`, `published`, `draft` or a number. */
    version: text("version").notNull(),
    /** Deliveries a second, at most. */
    perSecond: real("per_second").notNull(),
    /** JSON of which deliveries: `{ filter }` or `{ ids }`. */
    selection: text("selection").notNull(),
    /** The newest delivery that counts. */
    upTo: text("up_to").notNull(),
    /** The last one that was dealt with; null: none yet. */
    after: text("after"),
    /** JSON `{ source, deliveryId }` of the one that is being run now: written before it is, so that none runs twice. */
    underway: text("underway"),
    total: integer("total").notNull(),
    accepted: integer("accepted").notNull(),
    refused: integer("refused").notNull(),
    skipped: integer("skipped").notNull(),
    lastProblem: text("last_problem"),
    /** Who works on it, and until when nobody else may, without a sign of life; null: nobody. */
    holder: text("holder"),
    leaseUntil: integer("lease_until"),
    createdBy: text("created_by"),
    createdAt: integer("created_at").notNull(),
    finishedAt: integer("finished_at"),
  },
  (table) => [index("replays_running").on(table.id).where(sql`state = 'running'`)],
);
