import { index } from "drizzle-orm/pg-core";
import { jsonText, sluice, whole, words } from "./columns.ts";
import { workflows } from "./workflows.ts";

/** The columns are those of the SQLite table, where they are explained (stores/schema). */
export const testCases = sluice.table(
  "test_cases",
  {
    id: words("id").primaryKey(),
    workflowId: words("workflow_id")
      .notNull()
      .references(() => workflows.id, { onDelete: "cascade" }),
    name: words("name").notNull(),
    deliveryId: words("delivery_id"),
    createdAt: whole("created_at").notNull(),
    updatedAt: whole("updated_at").notNull(),
    content: jsonText("content").notNull(),
  },
  (table) => [index("test_cases_by_workflow").on(table.workflowId)],
);
