import { boolean, index } from "drizzle-orm/pg-core";
import { jsonText, sluice, whole, words } from "./columns.ts";

/** The columns are those of the SQLite table, where they are explained (stores/schema). */
export const executions = sluice.table(
  "executions",
  {
    id: words("id").primaryKey(),
    workflowId: words("workflow_id").notNull(),
    version: whole("version"),
    status: words("status")
      .$type<"queued" | "running" | "waiting" | "succeeded" | "failed" | "cancelled" | "timed-out">()
      .notNull(),
    startedBy: words("started_by").$type<"delivery" | "person">().notNull(),
    deliveryId: words("delivery_id"),
    queuedAt: whole("queued_at").notNull(),
    startedAt: whole("started_at"),
    finishedAt: whole("finished_at"),
    answer: jsonText("answer"),
    error: jsonText("error"),
    failedByDesign: boolean("failed_by_design").notNull(),
    warnings: jsonText("warnings"),
    resumes: whole("resumes").notNull(),
    input: jsonText("input"),
    document: jsonText("document"),
  },
  (table) => [
    index("executions_by_workflow").on(table.workflowId, table.id),
    index("executions_by_status").on(table.status, table.id),
  ],
);
