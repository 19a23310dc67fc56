import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** What was read of an OpenAPI document, besides its operations. Times are milliseconds since 1970 in UTC. */
export const connectors = sqliteTable("connectors", {
  /** Readable, for life: documents name it. */
  id: text("id").primaryKey(),
  name: text("name").notNull(),
  /** Lower case: no two names differ in case alone. */
  nameKey: text("name_key").notNull().unique(),
  description: text("description").notNull(),
  version: text("version").notNull(),
  /** The one that nodes are made with. */
  baseUrl: text("base_url").notNull(),
  /** The one that the document says; another than `base_url` was given by a person. */
  documentBaseUrl: text("document_base_url").notNull(),
  /** JSON `{ kind, url?, key? }`. */
  source: text("source").notNull(),
  /** SHA-256 of the content, in hex. */
  hash: text("hash").notNull(),
  /** JSON list of the ways to sign in. */
  signIn: text("sign_in").notNull(),
  createdAt: integer("created_at").notNull(),
  updatedAt: integer("updated_at").notNull(),
});

export const connectorOperations = sqliteTable(
  "connector_operations",
  {
    connectorId: text("connector_id")
      .notNull()
      .references(() => connectors.id, { onDelete: "cascade" }),
    id: text("id").notNull(),
    /** Its place in the document. */
    position: integer("position").notNull(),
    method: text("method").notNull(),
    path: text("path").notNull(),
    summary: text("summary").notNull(),
    tag: text("tag"),
    /** 0 or 1. */
    deprecated: integer("deprecated").notNull(),
    /** JSON, all of it (`@sluice/workflow/connectors` says the shape). */
    content: text("content").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.connectorId, table.id] }),
    index("connector_operations_in_order").on(table.connectorId, table.position),
  ],
);
