import type { Json } from "@sluice/workflow/node-contract";
import { and, asc, count, desc, eq, gt, inArray, isNull, lt, lte, notInArray, or, sql } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { executionValues } from "../schema/execution-values.ts";
import { executions } from "../schema/executions.ts";
import { journal } from "../schema/journal.ts";
import { nodeCache } from "../schema/node-cache.ts";
import { workers } from "../schema/workers.ts";
import { firstIdAt, goneWrong, toOutcome, toStored, toSummary } from "./records.ts";
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
  waitingFor: executions.waitingFor,
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
  answer: executions.answer,
  error: executions.error,
  failedByDesign: executions.failedByDesign,
  origin: executions.origin,
};

/** Reads executions from SQLite; they are written by the intake. */
export function createSqliteExecutionsStore(database: Database): ExecutionsStore {
  const { read } = database;
  const looks = looksOf(read);
  return {
    async list({ workflowId, status, before, limit }) {
      const rows = read
        .select(summaryColumns)
        .from(executions)
        .where(
          and(
            workflowId === undefined ? undefined : eq(executions.workflowId, workflowId),
            status === undefined ? undefined : eq(executions.status, status),
            // Written out, so that the partial index serves it.
            workflowId !== undefined && status !== undefined && goneWrong.has(status)
              ? sql`status in ('failed', 'cancelled', 'timed-out')`
              : undefined,
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

    async due({ now, limit }) {
      return [...looks.left.all({ now, limit }), ...looks.due.all({ now, limit })].map(({ id }) => id);
    },

    async nextDue({ now }) {
      return looks.nextDue.get({ now })?.wakeAt ?? null;
    },

    async values({ executionId, value }) {
      const rows = read
        .select({ value: executionValues.value, json: executionValues.json })
        .from(executionValues)
        .where(
          and(
            eq(executionValues.executionId, executionId),
            value === undefined ? undefined : eq(executionValues.value, value),
          ),
        )
        .all();
      return new Map(rows.map((row) => [row.value, JSON.parse(row.json) as Json]));
    },

    async cached({ workflowId, node, hash, now }) {
      const row = read
        .select({ answer: nodeCache.answer })
        .from(nodeCache)
        .where(
          and(
            eq(nodeCache.workflowId, workflowId),
            eq(nodeCache.node, node),
            eq(nodeCache.hash, hash),
            gt(nodeCache.expiresAt, now),
          ),
        )
        .get();
      return row && (JSON.parse(row.answer) as { ports: string[]; output: Json });
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

/** What the engine looks for many times a second, prepared once. */
function looksOf(read: Database["read"]) {
  const now = sql.placeholder("now");
  const limit = sql.placeholder("limit");
  const sleeping = inArray(executions.status, ["queued", "waiting"]);
  const living = read.select({ id: workers.id }).from(workers).where(gt(workers.leaseUntil, now));
  const isLeft = or(isNull(executions.worker), notInArray(executions.worker, living));
  return {
    due: read
      .select({ id: executions.id })
      .from(executions)
      .where(and(lte(executions.wakeAt, now), sleeping))
      .orderBy(asc(executions.wakeAt))
      .limit(limit)
      .prepare(),
    left: read
      .select({ id: executions.id })
      .from(executions)
      .where(and(eq(executions.status, "running"), isLeft))
      .orderBy(asc(executions.id))
      .limit(limit)
      .prepare(),
    nextDue: read
      .select({ wakeAt: executions.wakeAt })
      .from(executions)
      .where(and(gt(executions.wakeAt, now), sleeping))
      .orderBy(asc(executions.wakeAt))
      .limit(1)
      .prepare(),
  };
}
