import type { ExecutionSummary } from "@sluice/api/schemas";
import { and, asc, count, desc, eq, gt, inArray, lt } from "drizzle-orm";
import { encodeTime } from "ulid";
import type { Database } from "../database/database.ts";
import { executions } from "../schema/executions.ts";
import { journal } from "../schema/journal.ts";
import type { JournalRecord } from "./journal-record.ts";
import type { ExecutionsStore, StoredExecution } from "./store.ts";

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

    async outcome(id) {
      const row = read
        .select({
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
        })
        .from(executions)
        .where(eq(executions.id, id))
        .get();
      return row && { ...row, error: parsed(row.error), origin: null };
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

type Row = typeof executions.$inferSelect;

function toSummary(row: Pick<Row, keyof typeof summaryColumns>): ExecutionSummary {
  const { queuedAt, startedAt, finishedAt } = row;
  return {
    ...row,
    queuedAt: toTime(queuedAt),
    startedAt: startedAt === null ? null : toTime(startedAt),
    finishedAt: finishedAt === null ? null : toTime(finishedAt),
  };
}

function toTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

function toStored(row: Row, chunks: readonly { records: string }[]): StoredExecution {
  const { answer, error, warnings, input, document, ...rest } = row;
  return {
    ...rest,
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
