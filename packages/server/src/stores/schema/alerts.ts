import { sql } from "drizzle-orm";
import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** What is watched, and how it stands. Times are milliseconds since 1970 in UTC. */
export const alerts = sqliteTable(
  "alerts",
  {
    /** `alr_` and a ULID. */
    id: text("id").primaryKey(),
    name: text("name").notNull(),
    /** JSON `{ kind, workflowId, settings }`. */
    condition: text("condition").notNull(),
    enabled: integer("enabled", { mode: "boolean" }).notNull(),
    /** JSON list of mail addresses. */
    recipients: text("recipients").notNull(),
    language: text("language", { enum: ["en", "fr"] }).notNull(),
    repeatMinutes: integer("repeat_minutes"),
    mutedUntil: integer("muted_until"),
    createdAt: integer("created_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
    /** When it is looked at next. */
    nextAt: integer("next_at").notNull(),
    /** Until when a process is looking at it. */
    claimedUntil: integer("claimed_until"),
    evaluatedAt: integer("evaluated_at"),
    firingSince: integer("firing_since"),
    /** Since when what fires is within its limit again; null: it is not. */
    withinSince: integer("within_since"),
    /** When it was last told that it fires, and how often; null: it has not been, or its end was told. */
    toldAt: integer("told_at"),
    told: integer("told").notNull(),
    /** JSON of what was measured last. */
    measure: text("measure"),
    problem: text("problem"),
  },
  (table) => [index("alerts_due").on(table.nextAt).where(sql`enabled`)],
);

/** Refused deliveries by hour: their rows are bounded, their number is not. One row an hour. */
export const refusedHours = sqliteTable("refused_hours", {
  /** When the hour began. */
  hour: integer("hour").primaryKey(),
  count: integer("count").notNull(),
});
