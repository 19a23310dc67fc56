import { index, primaryKey } from "drizzle-orm/pg-core";
import { jsonText, sluice, whole, words } from "./columns.ts";
import { workflows } from "./workflows.ts";

/** The columns are those of the SQLite table, where they are explained (stores/schema). */
export const draftMoments = sluice.table(
  "draft_moments",
  {
    workflowId: words("workflow_id")
      .notNull()
      .references(() => workflows.id, { onDelete: "cascade" }),
    revision: whole("revision").notNull(),
    begunAt: whole("begun_at").notNull(),
    savedAt: whole("saved_at").notNull(),
    savedBy: words("saved_by"),
    content: jsonText("content"),
  },
  (table) => [
    primaryKey({ columns: [table.workflowId, table.revision] }),
    index("draft_moments_by_time").on(table.savedAt),
  ],
);
