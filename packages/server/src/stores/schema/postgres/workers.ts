import { boolean } from "drizzle-orm/pg-core";
import { sluice, whole, words } from "./columns.ts";

/** The columns are those of the SQLite table, where they are explained (stores/schema). */
export const workers = sluice.table("workers", {
  id: words("id").primaryKey(),
  startedAt: whole("started_at").notNull(),
  leaseUntil: whole("lease_until").notNull(),
  seenAt: whole("seen_at").notNull(),
  explained: boolean("explained").notNull(),
});
