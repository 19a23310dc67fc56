import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** Runs of workflow versions. Times are milliseconds since 1970 in UTC. */
export const executions = sqliteTable(
  "executions",
  {
    /** `exe_` and a ULID: sorts by time. */
    id: text("id").primaryKey(),
    workflowId: text("workflow_id").notNull(),
    /** Null: it ran the draft, which then stands in `document`. */
    version: integer("version"),
    status: text("status", {
      enum: ["queued", "running", "waiting", "succeeded", "failed", "cancelled", "timed-out"],
    }).notNull(),
    startedBy: text("started_by", { enum: ["delivery", "person"] }).notNull(),
    deliveryId: text("delivery_id"),
    queuedAt: integer("queued_at").notNull(),
    startedAt: integer("started_at"),
    finishedAt: integer("finished_at"),
    /** JSON of the answer that its first Response gave. */
    answer: text("answer"),
    /** JSON `{ code, message, at?, node }`. */
    error: text("error"),
    failedByDesign: integer("failed_by_design", { mode: "boolean" }).notNull(),
    /** JSON list of warnings; null: none. */
    warnings: text("warnings"),
    /** How often a process took it up again after another had died with it. */
    resumes: integer("resumes").notNull(),
    /** JSON of request and trigger variables, where no delivery holds them. */
    input: text("input"),
    /** The document that ran, where no version holds it. */
    document: text("document"),
  },
  (table) => [
    index("executions_by_workflow").on(table.workflowId, table.id),
    // Unfinished ones at start, failures of the last day, the filter by status.
    index("executions_by_status").on(table.status, table.id),
  ],
);
