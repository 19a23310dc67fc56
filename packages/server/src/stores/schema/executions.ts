import { sql } from "drizzle-orm";
import { index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";

/** Runs of workflow versions. Times are milliseconds since 1970 in UTC. */
export const executions = sqliteTable(
  "executions",
  {
    /** `exe_` and a ULID: sorts by time. */
    id: text("id").primaryKey(),
    workflowId: text("workflow_id").notNull(),
    /** Null: it ran the draft, which then stands in `document`. */
    version: integer("version"),
    status: text("status", {
      enum: ["queued", "running", "waiting", "succeeded", "failed", "cancelled", "timed-out"],
    }).notNull(),
    startedBy: text("started_by", {
      enum: ["delivery", "person", "schedule", "event", "call", "failure", "retry"],
    }).notNull(),
    deliveryId: text("delivery_id"),
    queuedAt: integer("queued_at").notNull(),
    startedAt: integer("started_at"),
    finishedAt: integer("finished_at"),
    /** JSON of the answer that its first Response gave. */
    answer: text("answer"),
    /** JSON `{ code, message, at?, node }`. */
    error: text("error"),
    failedByDesign: integer("failed_by_design", { mode: "boolean" }).notNull(),
    /** JSON list of warnings; null: none. */
    warnings: text("warnings"),
    /** Crashes that count against it (engine/suspicion.ts). */
    crashes: integer("crashes").notNull(),
    /** How often a crash that it had no part in has spoken for it; null: never. */
    reprieves: integer("reprieves"),
    /** Since when it waits to be tried after a crash; null: it does not. */
    suspectedAt: integer("suspected_at"),
    /** From when on it may be tried; of one that runs: since when it is on trial. Null: it is not. */
    trialAt: integer("trial_at"),
    /** JSON of request and trigger variables, where no delivery holds them. */
    input: text("input"),
    /** The document that ran, where no version holds it. */
    document: text("document"),
    /** The process that holds it (`workers`); null: whoever comes may take it when it is due. */
    worker: text("worker"),
    /** Raised with each holder: a former one's writes are refused by it (fencing). */
    epoch: integer("epoch").notNull(),
    /** When it is due, of one that is queued or waiting; null: something else has to happen first. */
    wakeAt: integer("wake_at"),
    /** JSON `{ kind, until, detail }` of one that is queued or waiting. */
    waitingFor: text("waiting_for"),
    /** Milliseconds it has run, waiting left out. */
    ranMs: integer("ran_ms").notNull(),
    concurrencyKey: text("concurrency_key"),
    /** How many of its key may go on at once. */
    concurrencyLimit: integer("concurrency_limit"),
    /** At most one execution is stored for each (`tick:…`, `event:…`, `call:…`). */
    startKey: text("start_key"),
    /** JSON of what started it besides a delivery (`ExecutionOrigin`). */
    origin: text("origin"),
  },
  (table) => [
    index("executions_by_workflow").on(table.workflowId, table.id),
    // Unfinished ones at start, failures of the last day, the filter by status.
    index("executions_by_status").on(table.status, table.id),
    // The few that went wrong of one workflow, of which the others may have thousands.
    index("executions_gone_wrong")
      .on(table.workflowId, table.status, table.id)
      .where(sql`status in ('failed', 'cancelled', 'timed-out')`),
    // What failed of late, by its end: long ones fail hours after they began.
    index("executions_failed")
      .on(table.finishedAt, table.workflowId, table.status)
      .where(sql`status in ('failed', 'timed-out')`),
    // Partial ones: most executions never wait, have no key and begin once.
    index("executions_due").on(table.wakeAt).where(sql`wake_at is not null`),
    index("executions_by_concurrency")
      .on(table.concurrencyKey, table.id)
      .where(sql`concurrency_key is not null and finished_at is null`),
    index("executions_suspected").on(table.trialAt).where(sql`suspected_at is not null`),
    uniqueIndex("executions_start_key").on(table.startKey).where(sql`start_key is not null`),
  ],
);
