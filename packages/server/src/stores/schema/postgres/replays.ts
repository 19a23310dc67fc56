import { sql } from "drizzle-orm";
import { doublePrecision, index } from "drizzle-orm/pg-core";
import { jsonText, sluice, whole, words } from "./columns.ts";

/** The columns are those of the SQLite table, where they are explained (stores/schema). */
export const replays = sluice.table(
  "replays",
  {
    id: words("id").primaryKey(),
    state: words("state").$type<"running" | "stopped" | "done">().notNull(),
    version: words("version").notNull(),
    perSecond: doublePrecision("per_second").notNull(),
    selection: jsonText("selection").notNull(),
    upTo: words("up_to").notNull(),
    after: words("after"),
    underway: jsonText("underway"),
    total: whole("total").notNull(),
    accepted: whole("accepted").notNull(),
    refused: whole("refused").notNull(),
    skipped: whole("skipped").notNull(),
    lastProblem: words("last_problem"),
    holder: words("holder"),
    leaseUntil: whole("lease_until"),
    createdBy: words("created_by"),
    createdAt: whole("created_at").notNull(),
    finishedAt: whole("finished_at"),
  },
  (table) => [index("replays_running").on(table.id).where(sql`state = 'running'`)],
);
