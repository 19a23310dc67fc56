import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/**
 * Steps that sleep until something comes from outside: a callback, a person's decision, the end of a called execution.
 * What comes before its step sleeps is kept here too. Times are milliseconds since 1970 in UTC.
 */
export const waits = sqliteTable(
  "waits",
  {
    executionId: text("execution_id").notNull(),
    /** The node's key and the frame it stands in (`frame`, empty outside of containers). */
    node: text("node").notNull(),
    frame: text("frame").notNull(),
    workflowId: text("workflow_id").notNull(),
    kind: text("kind", { enum: ["callback", "approval", "call"] }).notNull(),
    /** `open` → `resolved` → `done` (the step has had it); `expired`: its time was over; `closed`: the execution was. */
    state: text("state", { enum: ["open", "resolved", "done", "expired", "closed"] }).notNull(),
    /** `apr_` and a ULID for approvals, by which they are decided and listed. */
    approvalId: text("approval_id").unique(),
    title: text("title").notNull(),
    message: text("message").notNull(),
    askedAt: integer("asked_at").notNull(),
    until: integer("until"),
    /** JSON of `Woken`. */
    result: text("result"),
    resolvedAt: integer("resolved_at"),
    resolvedBy: text("resolved_by"),
  },
  (table) => [
    primaryKey({ columns: [table.executionId, table.node, table.frame] }),
    index("waits_by_kind").on(table.kind, table.state, table.approvalId),
  ],
);
