import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";

/** Times are milliseconds since 1970 in UTC; documents are JSON text. */
export const workflows = sqliteTable(
  "workflows",
  {
    id: text("id").primaryKey(),
    name: text("name").notNull(),
    /** Lower case: what searching compares, the same on every database. */
    nameKey: text("name_key").notNull(),
    mode: text("mode", { enum: ["async", "sync"] }).notNull(),
    revision: integer("revision").notNull(),
    /** How it is filed, beside its document: names joined by `/`; empty: in no folder. */
    folder: text("folder").notNull().default(""),
    /** JSON list of texts, in order. */
    tags: text("tags").notNull().default("[]"),
    draft: text("draft").notNull(),
    /** Hash of the draft without its layout. */
    draftMeaning: text("draft_meaning").notNull(),
    /** Number of the version that deliveries run; null: none. */
    published: integer("published"),
    /** Highest version number ever given, so that none is given twice. */
    lastVersion: integer("last_version").notNull().default(0),
    paused: integer("paused", { mode: "boolean" }).notNull().default(false),
    createdAt: integer("created_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
    trashedAt: integer("trashed_at"),
  },
  (table) => [
    index("workflows_by_change").on(table.updatedAt, table.id),
    index("workflows_by_name").on(table.name),
    // All that the lists of folders and tags ask for: a draft may fill a thousand pages.
    index("workflows_by_folder").on(table.folder, table.tags, table.trashedAt),
  ],
);

export const workflowVersions = sqliteTable(
  "workflow_versions",
  {
    workflowId: text("workflow_id")
      .notNull()
      .references(() => workflows.id, { onDelete: "cascade" }),
    version: integer("version").notNull(),
    document: text("document").notNull(),
    meaning: text("meaning").notNull(),
    note: text("note"),
    publishedAt: integer("published_at").notNull(),
    publishedBy: text("published_by"),
  },
  (table) => [primaryKey({ columns: [table.workflowId, table.version] })],
);

/**
 * What may stand in a trigger URL: of each workflow one key without an end, old ones that are valid until theirs, and one
 * alias at most. They share a table, so that none of them can ever be two workflows'.
 */
export const hookKeys = sqliteTable(
  "hook_keys",
  {
    key: text("key").primaryKey(),
    workflowId: text("workflow_id")
      .notNull()
      .references(() => workflows.id, { onDelete: "cascade" }),
    kind: text("kind", { enum: ["key", "alias"] })
      .notNull()
      .default("key"),
    validUntil: integer("valid_until"),
  },
  (table) => [
    index("hook_keys_by_workflow").on(table.workflowId),
    uniqueIndex("hook_keys_one_alias").on(table.workflowId).where(sql`kind = 'alias'`),
  ],
);
