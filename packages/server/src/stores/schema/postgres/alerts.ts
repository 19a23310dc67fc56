import { sql } from "drizzle-orm";
import { boolean, index } from "drizzle-orm/pg-core";
import { jsonText, sluice, whole, words } from "./columns.ts";

/** The columns are those of the SQLite table, where they are explained (stores/schema). */
export const alerts = sluice.table(
  "alerts",
  {
    id: words("id").primaryKey(),
    name: words("name").notNull(),
    condition: jsonText("condition").notNull(),
    enabled: boolean("enabled").notNull(),
    recipients: jsonText("recipients").notNull(),
    language: words("language").$type<"en" | "fr">().notNull(),
    repeatMinutes: whole("repeat_minutes"),
    mutedUntil: whole("muted_until"),
    createdAt: whole("created_at").notNull(),
    updatedAt: whole("updated_at").notNull(),
    nextAt: whole("next_at").notNull(),
    claimedUntil: whole("claimed_until"),
    evaluatedAt: whole("evaluated_at"),
    firingSince: whole("firing_since"),
    withinSince: whole("within_since"),
    toldAt: whole("told_at"),
    told: whole("told").notNull(),
    measure: jsonText("measure"),
    problem: words("problem"),
  },
  (table) => [index("alerts_due").on(table.nextAt).where(sql`enabled`)],
);

export const refusedHours = sluice.table("refused_hours", {
  hour: whole("hour").primaryKey(),
  count: whole("count").notNull(),
});
