import { foreignKey, index, primaryKey } from "drizzle-orm/pg-core";
import { bytes, sluice, whole, words } from "./columns.ts";
import { workflows, workflowVersions } from "./workflows.ts";

/** The columns are those of the SQLite tables, where they are explained (stores/schema). */
export const secrets = sluice.table(
  "secrets",
  {
    id: words("id").primaryKey(),
    workflowId: words("workflow_id")
      .notNull()
      .references(() => workflows.id, { onDelete: "cascade" }),
    node: words("node").notNull(),
    field: words("field").notNull(),
    keyId: words("key_id").notNull(),
    nonce: bytes("nonce").notNull(),
    ciphertext: bytes("ciphertext").notNull(),
    createdAt: whole("created_at").notNull(),
    unusedSince: whole("unused_since"),
  },
  (table) => [index("secrets_by_workflow").on(table.workflowId)],
);

export const versionSecrets = sluice.table(
  "version_secrets",
  {
    workflowId: words("workflow_id").notNull(),
    version: whole("version").notNull(),
    secretId: words("secret_id").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workflowId, table.version, table.secretId] }),
    foreignKey({
      columns: [table.workflowId, table.version],
      foreignColumns: [workflowVersions.workflowId, workflowVersions.version],
    }).onDelete("cascade"),
  ],
);

export const vaultKeys = sluice.table("vault_keys", {
  id: words("id").primaryKey(),
  check: bytes("check_value").notNull(),
  firstUsedAt: whole("first_used_at").notNull(),
});
