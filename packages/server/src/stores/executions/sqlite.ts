import { and, asc, count, desc, eq, gt, inArray, lt } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { executions } from "../schema/executions.ts";
import { journal } from "../schema/journal.ts";
import { firstIdAt, toOutcome, toStored, toSummary } from "./records.ts";
import type { ExecutionsStore } from "./store.ts";

const summaryColumns = {
  id: executions.id,
  workflowId: executions.workflowId,
  version: executions.version,
  status: executions.status,
  startedBy: executions.startedBy,
  queuedAt: executions.queuedAt,
  startedAt: executions.startedAt,
  finishedAt: executions.finishedAt,
  deliveryId: executions.deliveryId,
};

const outcomeColumns = {
  id: executions.id,
  workflowId: executions.workflowId,
  version: executions.version,
  status: executions.status,
  startedBy: executions.startedBy,
  queuedAt: executions.queuedAt,
  startedAt: executions.startedAt,
  finishedAt: executions.finishedAt,
  error: executions.error,
  failedByDesign: executions.failedByDesign,
};

/** Reads executions from SQLite; they are written by the intake. */
export function createSqliteExecutionsStore(database: Database): ExecutionsStore {
  const { read } = database;
  return {
    async list({ workflowId, status, before, limit }) {
      const rows = read
        .select(summaryColumns)
        .from(executions)
        .where(
          and(
            workflowId === undefined ? undefined : eq(executions.workflowId, workflowId),
            status === undefined ? undefined : eq(executions.status, status),
            before === undefined ? undefined : lt(executions.id, before),
          ),
        )
        .orderBy(desc(executions.id))
        .limit(limit)
        .all();
      return rows.map(toSummary);
    },

    async get(id) {
      // One snapshot: the row and its journal belong together while a writer goes on beside.
      const found = read.transaction((tx) => {
        const row = tx.select().from(executions).where(eq(executions.id, id)).get();
        if (!row) return undefined;
        const { records } = journal;
        const chunks = tx.select({ records }).from(journal).where(eq(journal.executionId, id));
        return { row, chunks: chunks.orderBy(asc(journal.seq)).all() };
      });
      return (
        found &&
        toStored(
          found.row,
          found.chunks.map(({ records }) => records),
        )
      );
    },

    async outcome(id) {
      const row = read.select(outcomeColumns).from(executions).where(eq(executions.id, id)).get();
      return row && toOutcome(row);
    },

    async unfinished({ after, limit }) {
      const rows = read
        .select({ id: executions.id })
        .from(executions)
        .where(and(inArray(executions.status, ["queued", "running"]), gt(executions.id, after)))
        .orderBy(asc(executions.id))
        .limit(limit)
        .all();
      return rows.map(({ id }) => id);
    },

    async countFailures({ workflowIds, since }) {
      const rows = read
        .select({ workflowId: executions.workflowId, failures: count() })
        .from(executions)
        .where(
          and(
            inArray(executions.status, ["failed", "timed-out"]),
            gt(executions.id, firstIdAt(since)),
            inArray(executions.workflowId, [...workflowIds]),
          ),
        )
        .groupBy(executions.workflowId)
        .all();
      return new Map(rows.map(({ workflowId, failures }) => [workflowId, failures]));
    },
  };
}
