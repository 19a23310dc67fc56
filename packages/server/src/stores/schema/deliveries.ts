import { sql } from "drizzle-orm";
import { blob, index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/**
 * Requests that reached a trigger URL. No foreign key to the workflow: what was received outlives it.
 * Times are milliseconds since 1970 in UTC.
 */
export const deliveries = sqliteTable(
  "deliveries",
  {
    /** `dlv_` and a ULID: sorts by time. */
    id: text("id").primaryKey(),
    workflowId: text("workflow_id").notNull(),
    version: integer("version"),
    receivedAt: integer("received_at").notNull(),
    verdict: text("verdict", { enum: ["accepted", "refused"] }).notNull(),
    reason: text("reason"),
    sender: text("sender"),
    stage: text("stage"),
    method: text("method").notNull(),
    address: text("address").notNull(),
    status: integer("status"),
    executionId: text("execution_id"),
    durationMs: integer("duration_ms"),
    // What lists do not show comes last, the body at the very end: SQLite reads through a row's pages up to the last
    // column that is asked for, and a body may have 256 of them.
    url: text("url").notNull(),
    /** JSON `[[name, value], …]` as received, secret ones redacted. */
    headers: text("headers").notNull(),
    /** JSON `{ headers: [{ name, value }, …], body }`; null: the answer is that of the execution, or there is none. */
    answer: text("answer"),
    /** JSON object of the trigger variables; null when it did not come that far. */
    variables: text("variables"),
    /** JSON object of the token's claims. */
    claims: text("claims"),
    bodyBytes: integer("body_bytes").notNull(),
    bodyTruncated: integer("body_truncated", { mode: "boolean" }).notNull(),
    /** The bytes as received; never JSON, never re-serialised. */
    body: blob("body", { mode: "buffer" }).notNull(),
  },
  (table) => [
    index("deliveries_by_workflow").on(table.workflowId, table.id),
    // Small, because the refused ones are bounded: what pruning and the filter "refused" read.
    index("deliveries_refused").on(table.workflowId, table.id).where(sql`verdict = 'refused'`),
  ],
);

/** How often a trigger refused, by reason: survives the pruning of the rows. */
export const deliveryCounters = sqliteTable(
  "delivery_counters",
  {
    workflowId: text("workflow_id").notNull(),
    reason: text("reason").notNull(),
    count: integer("count").notNull(),
    lastAt: integer("last_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.workflowId, table.reason] })],
);
