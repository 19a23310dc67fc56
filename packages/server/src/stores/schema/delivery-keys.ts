import { index, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { deliveries } from "./deliveries.ts";

/** What a delivery is found by (`settings.searchKeys`): goes with its delivery. */
export const deliveryKeys = sqliteTable(
  "delivery_keys",
  {
    deliveryId: text("delivery_id")
      .notNull()
      .references(() => deliveries.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    /** In lower case: it is searched without case. */
    value: text("value").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.deliveryId, table.name, table.value] }),
    index("delivery_keys_by_value").on(table.value, table.deliveryId),
  ],
);
