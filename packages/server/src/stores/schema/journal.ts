import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** What happened in an execution, append-only: one row per flush, so that a commit costs the same for one step or ten. */
export const journal = sqliteTable(
  "journal",
  {
    executionId: text("execution_id").notNull(),
    /** 0, 1, 2, … without gap: a second writer of the same execution fails on the key. */
    seq: integer("seq").notNull(),
    /** JSON list of records (stores/executions/journal-record.ts). */
    records: text("records").notNull(),
  },
  (table) => [primaryKey({ columns: [table.executionId, table.seq] })],
);
