import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** Settings of the instance that people change while it runs. */
export const settings = sqliteTable("settings", {
  name: text("name").primaryKey(),
  /** JSON text. */
  value: text("value").notNull(),
  /** Milliseconds since 1970 in UTC. */
  updatedAt: integer("updated_at").notNull(),
});
