import { sql } from "drizzle-orm";
import { boolean, index, primaryKey, uniqueIndex } from "drizzle-orm/pg-core";
import { jsonText, sluice, whole, words } from "./columns.ts";

/** The columns are those of the SQLite tables, where they are explained (stores/schema). */
export const workflows = sluice.table(
  "workflows",
  {
    id: words("id").primaryKey(),
    name: words("name").notNull(),
    nameKey: words("name_key").notNull(),
    mode: words("mode").$type<"async" | "sync">().notNull(),
    revision: whole("revision").notNull(),
    folder: words("folder").notNull().default(""),
    tags: jsonText("tags").notNull().default("[]"),
    draft: jsonText("draft").notNull(),
    draftMeaning: words("draft_meaning").notNull(),
    published: whole("published"),
    lastVersion: whole("last_version").notNull().default(0),
    paused: boolean("paused").notNull().default(false),
    createdAt: whole("created_at").notNull(),
    updatedAt: whole("updated_at").notNull(),
    trashedAt: whole("trashed_at"),
  },
  (table) => [
    index("workflows_by_change").on(table.updatedAt, table.id),
    index("workflows_by_name").on(table.name),
    index("workflows_by_folder").on(table.folder),
  ],
);

export const workflowVersions = sluice.table(
  "workflow_versions",
  {
    workflowId: words("workflow_id")
      .notNull()
      .references(() => workflows.id, { onDelete: "cascade" }),
    version: whole("version").notNull(),
    document: jsonText("document").notNull(),
    meaning: words("meaning").notNull(),
    note: words("note"),
    publishedAt: whole("published_at").notNull(),
    publishedBy: words("published_by"),
  },
  (table) => [primaryKey({ columns: [table.workflowId, table.version] })],
);

export const hookKeys = sluice.table(
  "hook_keys",
  {
    key: words("key").primaryKey(),
    workflowId: words("workflow_id")
      .notNull()
      .references(() => workflows.id, { onDelete: "cascade" }),
    kind: words("kind").$type<"key" | "alias">().notNull().default("key"),
    validUntil: whole("valid_until"),
  },
  (table) => [
    index("hook_keys_by_workflow").on(table.workflowId),
    uniqueIndex("hook_keys_one_alias").on(table.workflowId).where(sql`kind = 'alias'`),
  ],
);
