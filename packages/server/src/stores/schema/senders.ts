import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { workflows } from "./workflows.ts";

/** When each credential of a trigger last opened the door. */
export const senderUses = sqliteTable(
  "sender_uses",
  {
    workflowId: text("workflow_id")
      .notNull()
      .references(() => workflows.id, { onDelete: "cascade" }),
    /** `senderKeys` of the method: the reference of its secret, or what stands for its public keys. */
    sender: text("sender").notNull(),
    /** Milliseconds since 1970 in UTC. */
    lastAt: integer("last_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.workflowId, table.sender] })],
);
