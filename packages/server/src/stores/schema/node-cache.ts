import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** What nodes with a `cache` answered, by their key. Times are milliseconds since 1970 in UTC. */
export const nodeCache = sqliteTable(
  "node_cache",
  {
    workflowId: text("workflow_id").notNull(),
    node: text("node").notNull(),
    /** SHA-256 of the key's value and of the node's config. */
    hash: text("hash").notNull(),
    /** JSON `{ ports, output }`. */
    answer: text("answer").notNull(),
    expiresAt: integer("expires_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workflowId, table.node, table.hash] }),
    index("node_cache_by_expiry").on(table.expiresAt),
  ],
);
