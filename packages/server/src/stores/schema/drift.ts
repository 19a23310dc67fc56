import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { workflows } from "./workflows.ts";

/** Where real requests differ from what a trigger knows. Times are milliseconds since 1970 in UTC. */
export const drift = sqliteTable(
  "drift",
  {
    workflowId: text("workflow_id")
      .notNull()
      .references(() => workflows.id, { onDelete: "cascade" }),
    from: text("part", { enum: ["body", "query", "headers"] }).notNull(),
    path: text("path").notNull(),
    kind: text("kind", { enum: ["new", "type", "missing"] }).notNull(),
    expected: text("expected").notNull(),
    got: text("got").notNull(),
    firstSeenAt: integer("first_seen_at").notNull(),
    lastSeenAt: integer("last_seen_at").notNull(),
    /** Requests that were looked at and had it; of a busy trigger not all are. */
    count: integer("count").notNull(),
    lastDeliveryId: text("last_delivery_id").notNull(),
  },
  (table) => [primaryKey({ columns: [table.workflowId, table.from, table.path, table.kind, table.got] })],
);
