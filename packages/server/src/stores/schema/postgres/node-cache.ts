import { index, primaryKey } from "drizzle-orm/pg-core";
import { jsonText, sluice, whole, words } from "./columns.ts";

/** The columns are those of the SQLite table, where they are explained (stores/schema). */
export const nodeCache = sluice.table(
  "node_cache",
  {
    workflowId: words("workflow_id").notNull(),
    node: words("node").notNull(),
    hash: words("hash").notNull(),
    answer: jsonText("answer").notNull(),
    expiresAt: whole("expires_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workflowId, table.node, table.hash] }),
    index("node_cache_by_expiry").on(table.expiresAt),
  ],
);
