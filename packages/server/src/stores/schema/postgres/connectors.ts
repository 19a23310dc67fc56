import { index, primaryKey } from "drizzle-orm/pg-core";
import { jsonText, sluice, whole, words } from "./columns.ts";

/** The columns are those of the SQLite tables, where they are explained (stores/schema). */
export const connectors = sluice.table("connectors", {
  id: words("id").primaryKey(),
  name: words("name").notNull(),
  nameKey: words("name_key").notNull().unique(),
  description: words("description").notNull(),
  version: words("version").notNull(),
  baseUrl: words("base_url").notNull(),
  documentBaseUrl: words("document_base_url").notNull(),
  source: jsonText("source").notNull(),
  hash: words("hash").notNull(),
  signIn: jsonText("sign_in").notNull(),
  createdAt: whole("created_at").notNull(),
  updatedAt: whole("updated_at").notNull(),
});

export const connectorOperations = sluice.table(
  "connector_operations",
  {
    connectorId: words("connector_id")
      .notNull()
      .references(() => connectors.id, { onDelete: "cascade" }),
    id: words("id").notNull(),
    position: whole("position").notNull(),
    method: words("method").notNull(),
    path: words("path").notNull(),
    summary: words("summary").notNull(),
    tag: words("tag"),
    deprecated: whole("deprecated").notNull(),
    content: jsonText("content").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.connectorId, table.id] }),
    index("connector_operations_in_order").on(table.connectorId, table.position),
  ],
);
