import { and, asc, count, desc, eq, gt, inArray, lt, sql } from "drizzle-orm";
import type { PostgresDatabase } from "../database/postgres/database.ts";
import { executions } from "../schema/postgres/executions.ts";
import { journal } from "../schema/postgres/journal.ts";
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

/** Reads executions from PostgreSQL; they are written by the intake. */
export function createPostgresExecutionsStore({ db }: PostgresDatabase): ExecutionsStore {
  // In the same statement as the row: what belongs together is read from one snapshot.
  const chunks = sql<string[] | null>`(select array_agg(${journal.records} order by ${journal.seq})
    from ${journal} where ${journal.executionId} = ${executions.id})`;
  return {
    async list({ workflowId, status, before, limit }) {
      const rows = await db
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
        .limit(limit);
      return rows.map(toSummary);
    },

    async get(id) {
      const [found] = await db
        .select({ row: executions, chunks })
        .from(executions)
        .where(eq(executions.id, id));
      return found && toStored(found.row, found.chunks ?? []);
    },

    async outcome(id) {
      const [row] = await db.select(outcomeColumns).from(executions).where(eq(executions.id, id));
      return row && toOutcome(row);
    },

    async unfinished({ after, limit }) {
      const rows = await db
        .select({ id: executions.id })
        .from(executions)
        .where(and(inArray(executions.status, ["queued", "running"]), gt(executions.id, after)))
        .orderBy(asc(executions.id))
        .limit(limit);
      return rows.map(({ id }) => id);
    },

    async countFailures({ workflowIds, since }) {
      if (workflowIds.length === 0) return new Map();
      const rows = await db
        .select({ workflowId: executions.workflowId, failures: count() })
        .from(executions)
        .where(
          and(
            inArray(executions.status, ["failed", "timed-out"]),
            gt(executions.id, firstIdAt(since)),
            inArray(executions.workflowId, [...workflowIds]),
          ),
        )
        .groupBy(executions.workflowId);
      return new Map(rows.map(({ workflowId, failures }) => [workflowId, failures]));
    },
  };
}
