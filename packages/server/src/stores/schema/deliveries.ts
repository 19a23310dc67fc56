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
    verdict: text("verdict", { enum: ["accepted", "refused", "filtered", "duplicate", "held"] }).notNull(),
    reason: text("reason"),
    method: text("method").notNull(),
    address: text("address").notNull(),
    status: integer("status"),
    executionId: text("execution_id"),
    durationMs: integer("duration_ms"),
    duplicateOf: text("duplicate_of"),
    replayOf: text("replay_of"),
    authMethod: text("auth_method"),
    authStage: text("auth_stage"),
    /** When a held one was run or discarded. */
    settledAt: integer("settled_at"),
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
    /** JSON list of `RuleRecord`s: what the filter said; null where it said yes, or was not asked. */
    rules: text("rules"),
    /** Why a held one was discarded. */
    note: text("note"),
    /** When the body went that its trigger does not keep. */
    bodyRemovedAt: integer("body_removed_at"),
    bodyBytes: integer("body_bytes").notNull(),
    bodyTruncated: integer("body_truncated", { mode: "boolean" }).notNull(),
    /** The bytes as received; never JSON, never re-serialised. */
    body: blob("body", { mode: "buffer" }).notNull(),
  },
  (table) => [
    index("deliveries_by_workflow").on(table.workflowId, table.id),
    // Small, because those that start nothing are bounded: what pruning and the list by verdict read.
    index("deliveries_aside").on(table.workflowId, table.verdict, table.id).where(sql`verdict <> 'accepted'`),
    // The same over all workflows: without it their list reads every accepted one.
    index("deliveries_not_accepted").on(table.id).where(sql`verdict <> 'accepted'`),
    // What waits for a person: counted with each one that comes.
    index("deliveries_held")
      .on(table.workflowId, table.id)
      .where(sql`verdict = 'held' and settled_at is null`),
    // Few have either: what a delivery links to and what links to it.
    index("deliveries_by_replay").on(table.replayOf, table.id).where(sql`replay_of is not null`),
    index("deliveries_by_duplicate").on(table.duplicateOf, table.id).where(sql`duplicate_of is not null`),
  ],
);

/** Dedupe keys that are taken: of all deliveries with one, the first until `expiresAt`. */
export const dedupeClaims = sqliteTable(
  "dedupe_claims",
  {
    workflowId: text("workflow_id").notNull(),
    /** SHA-256 of the key, base64url: what the sender sent never stands here in clear. */
    keyHash: text("key_hash").notNull(),
    deliveryId: text("delivery_id").notNull(),
    expiresAt: integer("expires_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workflowId, table.keyHash] }),
    index("dedupe_claims_by_expiry").on(table.expiresAt),
    index("dedupe_claims_by_delivery").on(table.deliveryId),
  ],
);

/** How often a trigger turned a request away, by reason (`filtered` and `duplicate` too): survives the pruning of the rows. */
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
