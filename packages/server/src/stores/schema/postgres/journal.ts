import { primaryKey } from "drizzle-orm/pg-core";
import { jsonText, sluice, whole, words } from "./columns.ts";

/** The columns are those of the SQLite table, where they are explained (stores/schema). */
export const journal = sluice.table(
  "journal",
  {
    executionId: words("execution_id").notNull(),
    seq: whole("seq").notNull(),
    records: jsonText("records").notNull(),
  },
  (table) => [primaryKey({ columns: [table.executionId, table.seq] })],
);
