import {
  and,
  asc,
  desc,
  eq,
  gt,
  gte,
  inArray,
  lt,
  lte,
  max,
  count as rowCount,
  type SQL,
  sql,
  sum,
} from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { firstId } from "../retention/records.ts";
import { dedupeClaims, deliveries, deliveryCounters } from "../schema/deliveries.ts";
import { deliveryKeys } from "../schema/delivery-keys.ts";
import { executions } from "../schema/executions.ts";
import { toDelivery, toFirstAnswer, toSource, toSummary } from "./records.ts";
import type { DeliveriesStore, DeliveryQuery } from "./store.ts";

const summaryColumns = {
  id: deliveries.id,
  workflowId: deliveries.workflowId,
  receivedAt: deliveries.receivedAt,
  verdict: deliveries.verdict,
  reason: deliveries.reason,
  method: deliveries.method,
  address: deliveries.address,
  status: deliveries.status,
  executionId: deliveries.executionId,
  version: deliveries.version,
  durationMs: deliveries.durationMs,
  duplicateOf: deliveries.duplicateOf,
  replayOf: deliveries.replayOf,
  authMethod: deliveries.authMethod,
  authStage: deliveries.authStage,
};

/** Counts those whose bodies were not kept whole. */
const notKept = sql<
  number | null
>`case when ${deliveries.bodyTruncated} or ${deliveries.bodyRemovedAt} is not null then 1 end`;

function conditions(query: DeliveryQuery): (SQL | undefined)[] {
  const { workflowId, verdict, reason, status, from, to, replayOf, duplicateOf, ids } = query;
  return [
    workflowId === undefined ? undefined : eq(deliveries.workflowId, workflowId),
    verdict && eq(deliveries.verdict, verdict),
    // Written out, so that the partial index of those that started nothing serves it.
    verdict === undefined || verdict === "accepted" ? undefined : sql`verdict <> 'accepted'`,
    reason === undefined ? undefined : eq(deliveries.reason, reason),
    status && and(gte(deliveries.status, status.from), lte(deliveries.status, status.to)),
    // Ids begin with their time: so the index serves it.
    from === undefined ? undefined : gte(deliveries.id, firstId("dlv", from)),
    to === undefined ? undefined : lt(deliveries.id, firstId("dlv", to)),
    replayOf === undefined ? undefined : eq(deliveries.replayOf, replayOf),
    duplicateOf === undefined ? undefined : eq(deliveries.duplicateOf, duplicateOf),
    ids && inArray(deliveries.id, [...ids]),
  ];
}
// As the partial index has it.
const waitsForPerson = sql`verdict = 'held' and settled_at is null`;

/** Reads deliveries from SQLite; they are written by the intake. */
export function createSqliteDeliveriesStore(database: Database): DeliveriesStore {
  const { read } = database;
  const newest = read
    .select({ receivedAt: deliveries.receivedAt })
    .from(deliveries)
    .where(eq(deliveries.workflowId, sql.placeholder("workflowId")))
    .orderBy(desc(deliveries.id))
    .limit(1)
    .prepare();
  return {
    async list({ before, limit, ...query }) {
      const rows = read
        .select(summaryColumns)
        .from(deliveries)
        .where(and(...conditions(query), before === undefined ? undefined : lt(deliveries.id, before)))
        .orderBy(desc(deliveries.id))
        .limit(limit)
        .all();
      return rows.map(toSummary);
    },

    async keyed({ value, name, before, limit, ...query }) {
      // Along the index, which has them in order; one delivery may have a value under two names.
      const rows = read
        .selectDistinct({ id: deliveryKeys.deliveryId })
        .from(deliveryKeys)
        .innerJoin(deliveries, eq(deliveries.id, deliveryKeys.deliveryId))
        .where(
          and(
            eq(deliveryKeys.value, value),
            name === undefined ? undefined : eq(deliveryKeys.name, name),
            ...conditions(query),
            before === undefined ? undefined : lt(deliveryKeys.deliveryId, before),
          ),
        )
        .orderBy(desc(deliveryKeys.deliveryId))
        .limit(limit)
        .all();
      return rows.map(({ id }) => id);
    },

    async toScan({ before, limit, ...query }) {
      return read
        .select({ id: deliveries.id, bodyBytes: deliveries.bodyBytes })
        .from(deliveries)
        .where(and(...conditions(query), before === undefined ? undefined : lt(deliveries.id, before)))
        .orderBy(desc(deliveries.id))
        .limit(limit)
        .all();
    },

    async texts(ids) {
      const { id, url, headers, body } = deliveries;
      return read
        .select({ id, url, headers, body })
        .from(deliveries)
        .where(inArray(id, [...ids]))
        .all();
    },

    async summaries(ids) {
      const rows = read
        .select(summaryColumns)
        .from(deliveries)
        .where(inArray(deliveries.id, [...ids]))
        .all();
      return rows.map(toSummary);
    },

    async count({ upTo, most, ...query }) {
      const page = read
        .select({ id: deliveries.id, gone: notKept.as("gone") })
        .from(deliveries)
        .where(and(...conditions(query), lte(deliveries.id, upTo)))
        .orderBy(desc(deliveries.id))
        .limit(most)
        .as("page");
      const found = read
        .select({ count: rowCount(), notKept: rowCount(page.gone) })
        .from(page)
        .get();
      return { count: found?.count ?? 0, notKept: found?.notKept ?? 0 };
    },

    async following({ after, upTo, limit, ...query }) {
      const rows = read
        .select({ id: deliveries.id })
        .from(deliveries)
        .where(
          and(
            ...conditions(query),
            lte(deliveries.id, upTo),
            after === undefined ? undefined : gt(deliveries.id, after),
          ),
        )
        .orderBy(asc(deliveries.id))
        .limit(limit)
        .all();
      return rows.map(({ id }) => id);
    },

    async get(id) {
      const row = read
        .select({ delivery: deliveries, executionAnswer: executions.answer })
        .from(deliveries)
        .leftJoin(executions, eq(executions.id, deliveries.executionId))
        .where(eq(deliveries.id, id))
        .get();
      return row && toDelivery(row.delivery, row.executionAnswer);
    },

    async source(id) {
      const row = read.select().from(deliveries).where(eq(deliveries.id, id)).get();
      return row && toSource(row);
    },

    async claimedBy({ workflowId, keyHash, now }) {
      const row = read
        .select({ deliveryId: dedupeClaims.deliveryId })
        .from(dedupeClaims)
        .where(
          and(
            eq(dedupeClaims.workflowId, workflowId),
            eq(dedupeClaims.keyHash, keyHash),
            gt(dedupeClaims.expiresAt, now),
          ),
        )
        .get();
      return row?.deliveryId;
    },

    async firstAnswer(id) {
      const row = read
        .select({
          status: deliveries.status,
          answer: deliveries.answer,
          executionId: deliveries.executionId,
          executionStatus: executions.status,
          executionFinishedAt: executions.finishedAt,
          executionAnswer: executions.answer,
        })
        .from(deliveries)
        .leftJoin(executions, eq(executions.id, deliveries.executionId))
        .where(eq(deliveries.id, id))
        .get();
      return row && toFirstAnswer(row);
    },

    async held({ workflowId, after, upTo, limit }) {
      const rows = read
        .select({ id: deliveries.id })
        .from(deliveries)
        .where(
          and(
            eq(deliveries.workflowId, workflowId),
            waitsForPerson,
            gt(deliveries.id, after),
            upTo === undefined ? undefined : lte(deliveries.id, upTo),
          ),
        )
        .orderBy(asc(deliveries.id))
        .limit(limit)
        .all();
      return rows.map(({ id }) => id);
    },

    async lastHeld(workflowId) {
      const last = read
        .select({ id: deliveries.id })
        .from(deliveries)
        .where(and(eq(deliveries.workflowId, workflowId), waitsForPerson))
        .orderBy(desc(deliveries.id))
        .limit(1)
        .get();
      return last?.id;
    },

    async countHeld(workflowIds) {
      const rows = read
        .select({ workflowId: deliveries.workflowId, held: rowCount() })
        .from(deliveries)
        .where(and(inArray(deliveries.workflowId, [...workflowIds]), waitsForPerson))
        .groupBy(deliveries.workflowId)
        .all();
      return new Map(rows.map(({ workflowId, held }) => [workflowId, held]));
    },

    async counters(workflowId) {
      const { reason, count, lastAt } = deliveryCounters;
      const rows = read
        .select({ reason, count: sum(count), lastAt: max(lastAt) })
        .from(deliveryCounters)
        .where(workflowId === undefined ? undefined : eq(deliveryCounters.workflowId, workflowId))
        .groupBy(reason)
        .orderBy(reason)
        .all();
      return rows.map((row) => ({ reason: row.reason, count: Number(row.count), lastAt: row.lastAt ?? 0 }));
    },

    async lastReceived(workflowIds) {
      const found = new Map<string, number>();
      for (const workflowId of workflowIds) {
        // One look at the end of the index each; a grouped maximum would read all of it.
        const row = newest.get({ workflowId });
        if (row) found.set(workflowId, row.receivedAt);
      }
      return found;
    },
  };
}
