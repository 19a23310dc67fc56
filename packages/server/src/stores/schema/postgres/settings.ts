import { jsonText, sluice, whole, words } from "./columns.ts";

/** The columns are those of the SQLite table, where they are explained (stores/schema). */
export const settings = sluice.table("settings", {
  name: words("name").primaryKey(),
  value: jsonText("value").notNull(),
  updatedAt: whole("updated_at").notNull(),
});
