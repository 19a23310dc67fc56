import { doublePrecision } from "drizzle-orm/pg-core";
import { sluice, words } from "./columns.ts";

/** When the next turn at a pace is free that all processes keep together. */
export const paces = sluice.table("paces", {
  key: words("key").primaryKey(),
  /** Milliseconds since 1970 by the database's clock; parts of one count, since a turn may be a third of one. */
  freeAt: doublePrecision("free_at").notNull(),
});
