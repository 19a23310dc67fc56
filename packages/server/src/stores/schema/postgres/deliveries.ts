import { sql } from "drizzle-orm";
import { boolean, index, primaryKey } from "drizzle-orm/pg-core";
import { bytes, jsonText, sluice, whole, words } from "./columns.ts";

/** The columns are those of the SQLite tables, where they are explained (stores/schema). */
export const deliveries = sluice.table(
  "deliveries",
  {
    id: words("id").primaryKey(),
    workflowId: words("workflow_id").notNull(),
    version: whole("version"),
    receivedAt: whole("received_at").notNull(),
    verdict: words("verdict").$type<"accepted" | "refused">().notNull(),
    reason: words("reason"),
    sender: words("sender"),
    stage: words("stage"),
    method: words("method").notNull(),
    address: words("address").notNull(),
    status: whole("status"),
    executionId: words("execution_id"),
    durationMs: whole("duration_ms"),
    url: words("url").notNull(),
    headers: jsonText("headers").notNull(),
    answer: jsonText("answer"),
    variables: jsonText("variables"),
    claims: jsonText("claims"),
    bodyBytes: whole("body_bytes").notNull(),
    bodyTruncated: boolean("body_truncated").notNull(),
    body: bytes("body").notNull(),
  },
  (table) => [
    index("deliveries_by_workflow").on(table.workflowId, table.id),
    index("deliveries_refused").on(table.workflowId, table.id).where(sql`verdict = 'refused'`),
  ],
);

export const deliveryCounters = sluice.table(
  "delivery_counters",
  {
    workflowId: words("workflow_id").notNull(),
    reason: words("reason").notNull(),
    count: whole("count").notNull(),
    lastAt: whole("last_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.workflowId, table.reason] })],
);
