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
    verdict: words("verdict").$type<"accepted" | "refused" | "filtered" | "duplicate" | "held">().notNull(),
    reason: words("reason"),
    method: words("method").notNull(),
    address: words("address").notNull(),
    status: whole("status"),
    executionId: words("execution_id"),
    durationMs: whole("duration_ms"),
    duplicateOf: words("duplicate_of"),
    replayOf: words("replay_of"),
    authMethod: words("auth_method"),
    authStage: words("auth_stage"),
    settledAt: whole("settled_at"),
    url: words("url").notNull(),
    headers: jsonText("headers").notNull(),
    answer: jsonText("answer"),
    variables: jsonText("variables"),
    claims: jsonText("claims"),
    rules: jsonText("rules"),
    note: words("note"),
    bodyRemovedAt: whole("body_removed_at"),
    bodyBytes: whole("body_bytes").notNull(),
    bodyTruncated: boolean("body_truncated").notNull(),
    body: bytes("body").notNull(),
  },
  (table) => [
    index("deliveries_by_workflow").on(table.workflowId, table.id),
    index("deliveries_aside").on(table.workflowId, table.verdict, table.id).where(sql`verdict <> 'accepted'`),
    index("deliveries_not_accepted").on(table.id).where(sql`verdict <> 'accepted'`),
    index("deliveries_held")
      .on(table.workflowId, table.id)
      .where(sql`verdict = 'held' and settled_at is null`),
    index("deliveries_by_replay").on(table.replayOf, table.id).where(sql`replay_of is not null`),
    index("deliveries_by_duplicate").on(table.duplicateOf, table.id).where(sql`duplicate_of is not null`),
  ],
);

export const dedupeClaims = sluice.table(
  "dedupe_claims",
  {
    workflowId: words("workflow_id").notNull(),
    keyHash: words("key_hash").notNull(),
    deliveryId: words("delivery_id").notNull(),
    expiresAt: whole("expires_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workflowId, table.keyHash] }),
    index("dedupe_claims_by_expiry").on(table.expiresAt),
    index("dedupe_claims_by_delivery").on(table.deliveryId),
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
