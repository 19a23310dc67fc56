import { primaryKey } from "drizzle-orm/pg-core";
import { sluice, whole, words } from "./columns.ts";
import { workflows } from "./workflows.ts";

/** The columns are those of the SQLite tables, where they are explained (stores/schema). */
export const senderUses = sluice.table(
  "sender_uses",
  {
    workflowId: words("workflow_id")
      .notNull()
      .references(() => workflows.id, { onDelete: "cascade" }),
    sender: words("sender").notNull(),
    lastAt: whole("last_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.workflowId, table.sender] })],
);
