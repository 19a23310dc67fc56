import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { workflows } from "./workflows.ts";

/** What a workflow is expected to make of a request. Times are milliseconds since 1970 in UTC. */
export const testCases = sqliteTable(
  "test_cases",
  {
    /** `tst_` and a ULID. */
    id: text("id").primaryKey(),
    workflowId: text("workflow_id")
      .notNull()
      .references(() => workflows.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    /** The delivery that it was saved from. */
    deliveryId: text("delivery_id"),
    createdAt: integer("created_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
    /** JSON `{ request, recorded, expect }` (`@sluice/api` says their shapes). */
    content: text("content").notNull(),
  },
  (table) => [index("test_cases_by_workflow").on(table.workflowId)],
);
