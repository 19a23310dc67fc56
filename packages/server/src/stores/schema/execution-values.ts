import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** Outputs too large for the journal, which then holds a reference. */
export const executionValues = sqliteTable(
  "execution_values",
  {
    executionId: text("execution_id").notNull(),
    value: text("value").notNull(),
    bytes: integer("bytes").notNull(),
    /** JSON text. */
    json: text("json").notNull(),
  },
  (table) => [primaryKey({ columns: [table.executionId, table.value] })],
);
