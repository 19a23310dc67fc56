import type { ExecutionSummary } from "@sluice/api/schemas";
import type { Json } from "@sluice/workflow/node-contract";
import { and, asc, count, desc, eq, gt, inArray, isNull, lt, lte, notInArray, or } from "drizzle-orm";
import { encodeTime } from "ulid";
import type { Database } from "../database/database.ts";
import { executionValues } from "../schema/execution-values.ts";
import { executions } from "../schema/executions.ts";
import { journal } from "../schema/journal.ts";
import { nodeCache } from "../schema/node-cache.ts";
import { workers } from "../schema/workers.ts";
import type { JournalRecord } from "./journal-record.ts";
import type { ExecutionsStore, StoredExecution, WaitingReason } from "./store.ts";

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
      return found && toStored(found.row, found.chunks);
    },

    async due({ now, limit }) {
      const waiting = read
        .select({ id: executions.id })
        .from(executions)
        .where(and(lte(executions.wakeAt, now), inArray(executions.status, ["queued", "waiting"])))
        .orderBy(asc(executions.wakeAt))
        .limit(limit)
        .all();
      const living = read.select({ id: workers.id }).from(workers).where(gt(workers.leaseUntil, now));
      const left = read
        .select({ id: executions.id })
        .from(executions)
        .where(
          and(
            eq(executions.status, "running"),
            or(isNull(executions.worker), notInArray(executions.worker, living)),
          ),
        )
        .orderBy(asc(executions.id))
        .limit(limit)
        .all();
      return [...left, ...waiting].map(({ id }) => id);
    },

    async nextDue({ now }) {
      const row = read
        .select({ wakeAt: executions.wakeAt })
        .from(executions)
        .where(and(gt(executions.wakeAt, now), inArray(executions.status, ["queued", "waiting"])))
        .orderBy(asc(executions.wakeAt))
        .limit(1)
        .get();
      return row?.wakeAt ?? null;
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

type Row = typeof executions.$inferSelect;

function toSummary(row: Pick<Row, keyof typeof summaryColumns>): ExecutionSummary {
  const { queuedAt, startedAt, finishedAt } = row;
  const waitingFor: WaitingReason | null = parsed(row.waitingFor);
  return {
    ...row,
    queuedAt: toTime(queuedAt),
    startedAt: startedAt === null ? null : toTime(startedAt),
    finishedAt: finishedAt === null ? null : toTime(finishedAt),
    waitingFor: waitingFor && {
      ...waitingFor,
      until: waitingFor.until === null ? null : toTime(waitingFor.until),
    },
  };
}

function toTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

function toStored(row: Row, chunks: readonly { records: string }[]): StoredExecution {
  const { answer, error, warnings, input, document, waitingFor, origin, ...rest } = row;
  const { concurrencyKey, concurrencyLimit, ...plain } = rest;
  return {
    ...plain,
    concurrency: concurrencyKey === null ? null : { key: concurrencyKey, limit: concurrencyLimit ?? 1 },
    waitingFor: parsed(waitingFor),
    origin: parsed(origin),
    answer: parsed(answer),
    error: parsed(error),
    warnings: parsed(warnings) ?? [],
    input: parsed(input),
    document: parsed(document),
    journal: chunks.flatMap(({ records }) => JSON.parse(records) as JournalRecord[]),
    nextSeq: chunks.length,
  };
}

/** What this program wrote itself: its shape is the column's. */
function parsed<Shape>(text: string | null): Shape | null {
  return text === null ? null : (JSON.parse(text) as Shape);
}

/** The smallest execution id of a moment: ids begin with their time. */
function firstIdAt(milliseconds: number): string {
  return `exe_${encodeTime(Math.max(0, Math.floor(milliseconds)))}`;
}
