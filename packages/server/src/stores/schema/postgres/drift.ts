import type { Drift } from "@sluice/workflow/drift";
import { primaryKey } from "drizzle-orm/pg-core";
import { sluice, whole, words } from "./columns.ts";
import { workflows } from "./workflows.ts";

/** The columns are those of the SQLite table, where they are explained (stores/schema). */
export const drift = sluice.table(
  "drift",
  {
    workflowId: words("workflow_id")
      .notNull()
      .references(() => workflows.id, { onDelete: "cascade" }),
    from: words("part").$type<Drift["from"]>().notNull(),
    path: words("path").notNull(),
    kind: words("kind").$type<Drift["kind"]>().notNull(),
    expected: words("expected").notNull(),
    got: words("got").notNull(),
    firstSeenAt: whole("first_seen_at").notNull(),
    lastSeenAt: whole("last_seen_at").notNull(),
    count: whole("count").notNull(),
    lastDeliveryId: words("last_delivery_id").notNull(),
  },
  (table) => [primaryKey({ columns: [table.workflowId, table.from, table.path, table.kind, table.got] })],
);
