import { blob, foreignKey, index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { workflows, workflowVersions } from "./workflows.ts";

export const secrets = sqliteTable(
  "secrets",
  {
    id: text("id").primaryKey(),
    workflowId: text("workflow_id")
      .notNull()
      .references(() => workflows.id, { onDelete: "cascade" }),
    node: text("node").notNull(),
    field: text("field").notNull(),
    keyId: text("key_id").notNull(),
    nonce: blob("nonce", { mode: "buffer" }).notNull(),
    ciphertext: blob("ciphertext", { mode: "buffer" }).notNull(),
    createdAt: integer("created_at").notNull(),
    /** Since when neither draft nor version refers to it; null: in use. */
    unusedSince: integer("unused_since"),
  },
  (table) => [index("secrets_by_workflow").on(table.workflowId)],
);

/** Which secrets a version refers to: they stay as long as it does. */
export const versionSecrets = sqliteTable(
  "version_secrets",
  {
    workflowId: text("workflow_id").notNull(),
    version: integer("version").notNull(),
    secretId: text("secret_id").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workflowId, table.version, table.secretId] }),
    foreignKey({
      columns: [table.workflowId, table.version],
      foreignColumns: [workflowVersions.workflowId, workflowVersions.version],
    }).onDelete("cascade"),
  ],
);

/** Keys that have encrypted something here, with a value by which the same key is recognised. */
export const vaultKeys = sqliteTable("vault_keys", {
  id: text("id").primaryKey(),
  check: blob("check_value", { mode: "buffer" }).notNull(),
  firstUsedAt: integer("first_used_at").notNull(),
});
