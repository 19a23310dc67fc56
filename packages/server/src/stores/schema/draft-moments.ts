import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { workflows } from "./workflows.ts";

/** Moments of drafts, kept for 30 days (workflows/draft-history.ts). Times are milliseconds since 1970 in UTC. */
export const draftMoments = sqliteTable(
  "draft_moments",
  {
    workflowId: text("workflow_id")
      .notNull()
      .references(() => workflows.id, { onDelete: "cascade" }),
    /** The last one that was saved within the moment. */
    revision: integer("revision").notNull(),
    begunAt: integer("begun_at").notNull(),
    savedAt: integer("saved_at").notNull(),
    savedBy: text("saved_by"),
    /** JSON text, a whole document or changes (stores/workflows/moments.ts); null: it is the draft, and still open. */
    content: text("content"),
  },
  (table) => [
    primaryKey({ columns: [table.workflowId, table.revision] }),
    index("draft_moments_by_time").on(table.savedAt),
  ],
);
