import type { Json } from "@sluice/workflow/node-contract";
import {
  and,
  asc,
  count,
  desc,
  eq,
  gt,
  gte,
  inArray,
  isNotNull,
  isNull,
  lt,
  lte,
  notInArray,
  or,
  sql,
} from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { executionValues } from "../schema/execution-values.ts";
import { executions } from "../schema/executions.ts";
import { journal } from "../schema/journal.ts";
import { nodeCache } from "../schema/node-cache.ts";
import { waits } from "../schema/waits.ts";
import { workers } from "../schema/workers.ts";
import { byWorkflow, type CountedStretch } from "./count-between.ts";
import {
  calledBy,
  firstIdAt,
  pageBytes,
  pageRows,
  toAbandoned,
  toHead,
  toOutcome,
  toPage,
  toStored,
  toSummary,
  toSuspect,
  unlikelyWaitMs,
  wentOnFrom,
} from "./records.ts";
import { conditionsOf } from "./sqlite-conditions.ts";
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

const rowsOfJournal = sql<number>`(select count(*) from ${journal} where ${journal.executionId} = ${executions.id})`;

/** Reads executions from SQLite; they are written by the intake. */
export function createSqliteExecutionsStore(database: Database): ExecutionsStore {
  const { read } = database;
  const looks = looksOf(read);
  return {
    async list({ limit, ...query }) {
      const rows = read
        .select(summaryColumns)
        .from(executions)
        .where(and(...conditionsOf(read, query)))
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

    async head(id) {
      const found = read
        .select({ row: executions, rows: rowsOfJournal })
        .from(executions)
        .where(eq(executions.id, id))
        .get();
      return found && toHead(found.row, found.rows);
    },

    async journal({ executionId, from, to }) {
      // The first row that is too much; the lengths are read without the texts.
      const end = sql`(select coalesce(min(seq), ${to}) from (
        select ${journal.seq} as seq, sum(octet_length(${journal.records})) over (order by ${journal.seq}) as bytes
        from ${journal}
        where ${journal.executionId} = ${executionId} and ${journal.seq} >= ${from} and ${journal.seq} < ${to}
        order by ${journal.seq} limit ${pageRows}
      ) as measured where bytes > ${pageBytes} and seq > ${from})`;
      const rows = read
        .select({ seq: journal.seq, records: journal.records })
        .from(journal)
        .where(and(eq(journal.executionId, executionId), gte(journal.seq, from), lt(journal.seq, end)))
        .orderBy(asc(journal.seq))
        .limit(pageRows)
        .all();
      return toPage(rows, to);
    },

    async outcome(id) {
      const row = read.select(outcomeColumns).from(executions).where(eq(executions.id, id)).get();
      return row && toOutcome(row);
    },

    async due({ now, limit }) {
      return [...looks.free.all({ limit }), ...looks.due.all({ now, limit })].map(({ id }) => id);
    },

    async suspects({ now, limit }) {
      const left = looks.left.all({ now, limit }).map((row) => toSuspect(row, null));
      const rows = looks.suspected.all({ now, unlikely: now + unlikelyWaitMs, limit });
      return [...left, ...rows.map((row) => toSuspect(row, row.suspectedAt))];
    },

    async crashedSince({ since, now }) {
      return looks.crashed.get({ since, now }) !== undefined;
    },

    async countLeft({ now }) {
      const living = read.select({ id: workers.id }).from(workers).where(gt(workers.leaseUntil, now));
      const [found] = read
        .select({ left: count(), crashed: count(executions.worker) })
        .from(executions)
        .where(
          and(
            eq(executions.status, "running"),
            or(isNull(executions.worker), notInArray(executions.worker, living)),
          ),
        )
        .all();
      const { left = 0, crashed = 0 } = found ?? {};
      return { crashed, released: left - crashed };
    },

    heldBy: async ({ worker }) =>
      read
        .select({ id: executions.id, epoch: executions.epoch })
        .from(executions)
        .where(and(eq(executions.status, "running"), eq(executions.worker, worker)))
        .all(),

    async nextDue({ now }) {
      return looks.nextDue.get({ now })?.wakeAt ?? null;
    },

    async abandoned(executionId) {
      const { from, to } = calledBy(executionId);
      const called = read
        .select({ id: executions.id, origin: executions.origin })
        .from(executions)
        .where(
          and(
            gte(executions.startKey, from),
            lt(executions.startKey, to),
            inArray(executions.status, ["queued", "running", "waiting"]),
          ),
        )
        .all();
      if (called.length === 0) return [];
      const calledOff = read
        .select({ node: waits.node, frame: waits.frame })
        .from(waits)
        .where(and(eq(waits.executionId, executionId), eq(waits.kind, "call"), eq(waits.state, "closed")))
        .all();
      return toAbandoned(called, calledOff);
    },

    async wentOnAs(executionId) {
      const { from, to } = wentOnFrom(executionId);
      const row = read
        .select({ id: executions.id })
        .from(executions)
        .where(and(gte(executions.startKey, from), lt(executions.startKey, to)))
        .orderBy(desc(executions.startKey))
        .limit(1)
        .get();
      return row?.id;
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

    async countBetween({ workflowIds, bounds, atMost }) {
      const ids = bounds.map(firstIdAt);
      const rows = read.all<CountedStretch>(sql`
        select w.value as "workflowId", b.key as slot,
          (select count(*) from (
            select 1 from executions e
            where e.workflow_id = w.value and e.id >= b.value and e.id < json_extract(${JSON.stringify(ids)}, '$[' || (b.key + 1) || ']')
            limit ${atMost})) as runs,
          (select count(*) from (
            select 1 from executions e
            where e.workflow_id = w.value and e.status in ('failed', 'cancelled', 'timed-out') and e.status <> 'cancelled'
              and e.id >= b.value and e.id < json_extract(${JSON.stringify(ids)}, '$[' || (b.key + 1) || ']')
            limit ${atMost})) as failed
        from json_each(${JSON.stringify(workflowIds)}) w, json_each(${JSON.stringify(ids.slice(0, -1))}) b`);
      return byWorkflow(rows, { workflowIds, stretches: ids.length - 1 });
    },
  };
}

/** What the engine looks for many times a second, prepared once. */
function looksOf(read: Database["read"]) {
  const now = sql.placeholder("now");
  const limit = sql.placeholder("limit");
  const sleeping = inArray(executions.status, ["queued", "waiting"]);
  const living = read.select({ id: workers.id }).from(workers).where(gt(workers.leaseUntil, now));
  const { id, epoch, crashes, reprieves, suspectedAt, trialAt } = executions;
  const suspect = { id, epoch, crashes, reprieves, suspectedAt, trialAt };
  return {
    due: read
      .select({ id: executions.id })
      .from(executions)
      .where(and(lte(executions.wakeAt, now), sleeping, isNull(executions.suspectedAt)))
      .orderBy(asc(executions.wakeAt))
      .limit(limit)
      .prepare(),
    free: read
      .select({ id: executions.id })
      .from(executions)
      .where(and(eq(executions.status, "running"), isNull(executions.worker)))
      .orderBy(asc(executions.id))
      .limit(limit)
      .prepare(),
    left: read
      .select({ ...suspect, seenAt: workers.seenAt })
      .from(executions)
      .leftJoin(workers, eq(workers.id, executions.worker))
      .where(
        and(
          eq(executions.status, "running"),
          isNotNull(executions.worker),
          notInArray(executions.worker, living),
        ),
      )
      .orderBy(asc(executions.crashes), asc(executions.id))
      .limit(limit)
      .prepare(),
    suspected: read
      .select({ ...suspect, seenAt: sql<null>`null` })
      .from(executions)
      .where(
        and(
          eq(executions.status, "waiting"),
          isNotNull(executions.suspectedAt),
          or(lte(executions.trialAt, now), gt(executions.trialAt, sql.placeholder("unlikely"))),
        ),
      )
      .orderBy(asc(executions.crashes), asc(executions.trialAt))
      .limit(limit)
      .prepare(),
    crashed: read
      .select({ id: workers.id })
      .from(workers)
      .where(
        and(
          gt(workers.leaseUntil, sql.placeholder("since")),
          lte(workers.leaseUntil, now),
          eq(workers.explained, false),
        ),
      )
      .limit(1)
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
