import { index, primaryKey } from "drizzle-orm/pg-core";
import { sluice, words } from "./columns.ts";
import { deliveries } from "./deliveries.ts";

/** The columns are those of the SQLite table, where they are explained (stores/schema). */
export const deliveryKeys = sluice.table(
  "delivery_keys",
  {
    deliveryId: words("delivery_id")
      .notNull()
      .references(() => deliveries.id, { onDelete: "cascade" }),
    name: words("name").notNull(),
    value: words("value").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.deliveryId, table.name, table.value] }),
    index("delivery_keys_by_value").on(table.value, table.deliveryId),
  ],
);
