import { sql } from "drizzle-orm";
import { boolean, index, uniqueIndex } from "drizzle-orm/pg-core";
import { jsonText, sluice, whole, words } from "./columns.ts";

/** The columns are those of the SQLite table, where they are explained (stores/schema). */
export const executions = sluice.table(
  "executions",
  {
    id: words("id").primaryKey(),
    workflowId: words("workflow_id").notNull(),
    version: whole("version"),
    status: words("status")
      .$type<"queued" | "running" | "waiting" | "succeeded" | "failed" | "cancelled" | "timed-out">()
      .notNull(),
    startedBy: words("started_by")
      .$type<"delivery" | "person" | "schedule" | "event" | "call" | "failure" | "retry">()
      .notNull(),
    deliveryId: words("delivery_id"),
    queuedAt: whole("queued_at").notNull(),
    startedAt: whole("started_at"),
    finishedAt: whole("finished_at"),
    answer: jsonText("answer"),
    error: jsonText("error"),
    failedByDesign: boolean("failed_by_design").notNull(),
    warnings: jsonText("warnings"),
    crashes: whole("crashes").notNull(),
    reprieves: whole("reprieves"),
    suspectedAt: whole("suspected_at"),
    trialAt: whole("trial_at"),
    input: jsonText("input"),
    document: jsonText("document"),
    worker: words("worker"),
    epoch: whole("epoch").notNull(),
    wakeAt: whole("wake_at"),
    waitingFor: jsonText("waiting_for"),
    ranMs: whole("ran_ms").notNull(),
    concurrencyKey: words("concurrency_key"),
    concurrencyLimit: whole("concurrency_limit"),
    startKey: words("start_key"),
    origin: jsonText("origin"),
  },
  (table) => [
    index("executions_by_workflow").on(table.workflowId, table.id),
    index("executions_by_status").on(table.status, table.id),
    index("executions_gone_wrong")
      .on(table.workflowId, table.status, table.id)
      .where(sql`status in ('failed', 'cancelled', 'timed-out')`),
    index("executions_failed")
      .on(table.finishedAt, table.workflowId, table.status)
      .where(sql`status in ('failed', 'timed-out')`),
    index("executions_due").on(table.wakeAt).where(sql`wake_at is not null`),
    index("executions_by_concurrency")
      .on(table.concurrencyKey, table.id)
      .where(sql`concurrency_key is not null and finished_at is null`),
    index("executions_suspected").on(table.trialAt).where(sql`suspected_at is not null`),
    uniqueIndex("executions_start_key").on(table.startKey).where(sql`start_key is not null`),
  ],
);
