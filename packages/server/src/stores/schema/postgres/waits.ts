import { index, primaryKey } from "drizzle-orm/pg-core";
import { jsonText, sluice, whole, words } from "./columns.ts";

/** The columns are those of the SQLite table, where they are explained (stores/schema). */
export const waits = sluice.table(
  "waits",
  {
    executionId: words("execution_id").notNull(),
    node: words("node").notNull(),
    frame: words("frame").notNull(),
    workflowId: words("workflow_id").notNull(),
    kind: words("kind").$type<"callback" | "approval" | "call">().notNull(),
    state: words("state").$type<"open" | "resolved" | "done" | "expired" | "closed">().notNull(),
    approvalId: words("approval_id").unique(),
    title: words("title").notNull(),
    message: words("message").notNull(),
    askedAt: whole("asked_at").notNull(),
    until: whole("until"),
    result: jsonText("result"),
    resolvedAt: whole("resolved_at"),
    resolvedBy: words("resolved_by"),
  },
  (table) => [
    primaryKey({ columns: [table.executionId, table.node, table.frame] }),
    index("waits_by_kind").on(table.kind, table.state, table.approvalId),
  ],
);
