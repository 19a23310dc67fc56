import { primaryKey } from "drizzle-orm/pg-core";
import { jsonText, sluice, whole, words } from "./columns.ts";

/** The columns are those of the SQLite table, where they are explained (stores/schema). */
export const executionValues = sluice.table(
  "execution_values",
  {
    executionId: words("execution_id").notNull(),
    value: words("value").notNull(),
    bytes: whole("bytes").notNull(),
    json: jsonText("json").notNull(),
  },
  (table) => [primaryKey({ columns: [table.executionId, table.value] })],
);
