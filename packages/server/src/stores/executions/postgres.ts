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
import type { PostgresDatabase } from "../database/postgres/database.ts";
import { databaseTime } from "../database/postgres/database-time.ts";
import { executionValues } from "../schema/postgres/execution-values.ts";
import { executions } from "../schema/postgres/executions.ts";
import { journal } from "../schema/postgres/journal.ts";
import { nodeCache } from "../schema/postgres/node-cache.ts";
import { waits } from "../schema/postgres/waits.ts";
import { workers } from "../schema/postgres/workers.ts";
import { byWorkflow, type CountedStretch } from "./count-between.ts";
import { conditionsOf } from "./postgres-conditions.ts";
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

const suspectColumns = {
  id: executions.id,
  epoch: executions.epoch,
  crashes: executions.crashes,
  reprieves: executions.reprieves,
  suspectedAt: executions.suspectedAt,
  trialAt: executions.trialAt,
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

const rowsOfJournal = sql<string>`(select count(*) from ${journal} where ${journal.executionId} = ${executions.id})`;

/** Reads executions from PostgreSQL; they are written by the intake. */
export function createPostgresExecutionsStore({ db }: PostgresDatabase): ExecutionsStore {
  // In the same statement as the row: what belongs together is read from one snapshot.
  const chunks = sql<string[] | null>`(select array_agg(${journal.records} order by ${journal.seq})
    from ${journal} where ${journal.executionId} = ${executions.id})`;
  return {
    async list({ limit, ...query }) {
      const rows = await db
        .select(summaryColumns)
        .from(executions)
        .where(and(...conditionsOf(db, query)))
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

    async head(id) {
      const [found] = await db
        .select({ row: executions, rows: rowsOfJournal })
        .from(executions)
        .where(eq(executions.id, id));
      return found && toHead(found.row, Number(found.rows));
    },

    async journal({ executionId, from, to }) {
      // The first row that is too much; the lengths are read without the texts.
      const end = sql`(select coalesce(min(seq), ${to}) from (
        select ${journal.seq} as seq, sum(octet_length(${journal.records})) over (order by ${journal.seq}) as bytes
        from ${journal}
        where ${journal.executionId} = ${executionId} and ${journal.seq} >= ${from} and ${journal.seq} < ${to}
        order by ${journal.seq} limit ${pageRows}
      ) as measured where bytes > ${pageBytes} and seq > ${from})`;
      const rows = await db
        .select({ seq: journal.seq, records: journal.records })
        .from(journal)
        .where(and(eq(journal.executionId, executionId), gte(journal.seq, from), lt(journal.seq, end)))
        .orderBy(asc(journal.seq))
        .limit(pageRows);
      return toPage(rows, to);
    },

    async outcome(id) {
      const [row] = await db.select(outcomeColumns).from(executions).where(eq(executions.id, id));
      return row && toOutcome(row);
    },

    async due({ now, limit }) {
      const waiting = db
        .select({ id: executions.id })
        .from(executions)
        .where(
          and(
            lte(executions.wakeAt, now),
            inArray(executions.status, ["queued", "waiting"]),
            isNull(executions.suspectedAt),
          ),
        )
        // Turns that were given together begin in their order.
        .orderBy(asc(executions.wakeAt), asc(executions.id))
        .limit(limit);
      const free = db
        .select({ id: executions.id })
        .from(executions)
        .where(and(eq(executions.status, "running"), isNull(executions.worker)))
        .orderBy(asc(executions.id))
        .limit(limit);
      return [...(await free), ...(await waiting)].map(({ id }) => id);
    },

    async suspects({ now, limit }) {
      const living = db
        .select({ id: workers.id })
        .from(workers)
        .where(gt(workers.leaseUntil, sql.raw(databaseTime)));
      const left = await db
        .select({ ...suspectColumns, seenAt: workers.seenAt })
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
        .limit(limit);
      const suspected = await db
        .select(suspectColumns)
        .from(executions)
        .where(
          and(
            eq(executions.status, "waiting"),
            isNotNull(executions.suspectedAt),
            or(lte(executions.trialAt, now), gt(executions.trialAt, now + unlikelyWaitMs)),
          ),
        )
        .orderBy(asc(executions.crashes), asc(executions.trialAt))
        .limit(limit);
      return [
        ...left.map((row) => toSuspect(row, null)),
        ...suspected.map((row) => toSuspect({ ...row, seenAt: null }, row.suspectedAt)),
      ];
    },

    async crashedSince({ since }) {
      const found = await db
        .select({ id: workers.id })
        .from(workers)
        .where(
          and(
            gt(workers.leaseUntil, since),
            lte(workers.leaseUntil, sql.raw(databaseTime)),
            eq(workers.explained, false),
          ),
        )
        .limit(1);
      return found.length > 0;
    },

    async countLeft() {
      const living = db
        .select({ id: workers.id })
        .from(workers)
        .where(gt(workers.leaseUntil, sql.raw(databaseTime)));
      const [found] = await db
        .select({ left: count(), crashed: count(executions.worker) })
        .from(executions)
        .where(
          and(
            eq(executions.status, "running"),
            or(isNull(executions.worker), notInArray(executions.worker, living)),
          ),
        );
      const { left = 0, crashed = 0 } = found ?? {};
      return { crashed, released: left - crashed };
    },

    heldBy: async ({ worker }) =>
      db
        .select({ id: executions.id, epoch: executions.epoch })
        .from(executions)
        .where(and(eq(executions.status, "running"), eq(executions.worker, worker))),

    async nextDue({ now }) {
      const [row] = await db
        .select({ wakeAt: executions.wakeAt })
        .from(executions)
        .where(and(gt(executions.wakeAt, now), inArray(executions.status, ["queued", "waiting"])))
        .orderBy(asc(executions.wakeAt))
        .limit(1);
      return row?.wakeAt ?? null;
    },

    async abandoned(executionId) {
      const { from, to } = calledBy(executionId);
      const called = await db
        .select({ id: executions.id, origin: executions.origin })
        .from(executions)
        .where(
          and(
            gte(executions.startKey, from),
            lt(executions.startKey, to),
            inArray(executions.status, ["queued", "running", "waiting"]),
          ),
        );
      if (called.length === 0) return [];
      const calledOff = await db
        .select({ node: waits.node, frame: waits.frame })
        .from(waits)
        .where(and(eq(waits.executionId, executionId), eq(waits.kind, "call"), eq(waits.state, "closed")));
      return toAbandoned(called, calledOff);
    },

    async wentOnAs(executionId) {
      const { from, to } = wentOnFrom(executionId);
      const [row] = await db
        .select({ id: executions.id })
        .from(executions)
        .where(and(gte(executions.startKey, from), lt(executions.startKey, to)))
        .orderBy(desc(executions.startKey))
        .limit(1);
      return row?.id;
    },

    async values({ executionId, value }) {
      const rows = await db
        .select({ value: executionValues.value, json: executionValues.json })
        .from(executionValues)
        .where(
          and(
            eq(executionValues.executionId, executionId),
            value === undefined ? undefined : eq(executionValues.value, value),
          ),
        );
      return new Map(rows.map((row) => [row.value, JSON.parse(row.json) as Json]));
    },

    async cached({ workflowId, node, hash, now }) {
      const [row] = await db
        .select({ answer: nodeCache.answer })
        .from(nodeCache)
        .where(
          and(
            eq(nodeCache.workflowId, workflowId),
            eq(nodeCache.node, node),
            eq(nodeCache.hash, hash),
            gt(nodeCache.expiresAt, now),
          ),
        );
      return row && (JSON.parse(row.answer) as { ports: string[]; output: Json });
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

    async countBetween({ workflowIds, bounds, atMost }) {
      const ids = bounds.map(firstIdAt);
      const stretches = ids.slice(0, -1).map((from, slot) => ({ slot, from, to: ids[slot + 1] ?? "" }));
      const { rows } = await db.execute<CountedStretch & Record<string, unknown>>(sql`
        select w.id as "workflowId", b.slot,
          (select count(*) from (
            select 1 from ${executions} e
            where e.workflow_id = w.id and e.id >= b.first and e.id < b.past
            limit ${atMost}) counted) as runs,
          (select count(*) from (
            select 1 from ${executions} e
            where e.workflow_id = w.id and e.status in ('failed', 'timed-out')
              and e.id >= b.first and e.id < b.past
            limit ${atMost}) counted) as failed
        from json_array_elements_text(${JSON.stringify(workflowIds)}::json) as w(id)
        cross join json_to_recordset(${JSON.stringify(
          stretches.map(({ slot, from, to }) => ({ slot, first: from, past: to })),
        )}::json) as b(slot int, first text collate "C", past text collate "C")`);
      return byWorkflow(rows, { workflowIds, stretches: stretches.length });
    },
  };
}
