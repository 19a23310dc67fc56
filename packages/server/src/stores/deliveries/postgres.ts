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
import type { PostgresDatabase } from "../database/postgres/database.ts";
import { firstId } from "../retention/records.ts";
import { escapeText, unescapeText } from "../schema/postgres/columns.ts";
import { dedupeClaims, deliveries, deliveryCounters } from "../schema/postgres/deliveries.ts";
import { deliveryKeys } from "../schema/postgres/delivery-keys.ts";
import { executions } from "../schema/postgres/executions.ts";
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

/** Reads deliveries from PostgreSQL; they are written by the intake. */
export function createPostgresDeliveriesStore({ db }: PostgresDatabase): DeliveriesStore {
  return {
    async list({ before, limit, ...query }) {
      const rows = await db
        .select(summaryColumns)
        .from(deliveries)
        .where(and(...conditions(query), before === undefined ? undefined : lt(deliveries.id, before)))
        .orderBy(desc(deliveries.id))
        .limit(limit);
      return rows.map(toSummary);
    },

    async keyed({ value, name, before, limit, ...query }) {
      // Along the index, which has them in order; one delivery may have a value under two names.
      const rows = await db
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
        .limit(limit);
      return rows.map(({ id }) => id);
    },

    async toScan({ before, limit, ...query }) {
      return await db
        .select({ id: deliveries.id, bodyBytes: deliveries.bodyBytes })
        .from(deliveries)
        .where(and(...conditions(query), before === undefined ? undefined : lt(deliveries.id, before)))
        .orderBy(desc(deliveries.id))
        .limit(limit);
    },

    async texts(ids) {
      const { id, url, headers, body } = deliveries;
      return await db
        .select({ id, url, headers, body })
        .from(deliveries)
        .where(inArray(id, [...ids]));
    },

    async summaries(ids) {
      const rows = await db
        .select(summaryColumns)
        .from(deliveries)
        .where(inArray(deliveries.id, [...ids]));
      return rows.map(toSummary);
    },

    async count({ upTo, most, ...query }) {
      const page = db
        .select({ id: deliveries.id, gone: notKept.as("gone") })
        .from(deliveries)
        .where(and(...conditions(query), lte(deliveries.id, upTo)))
        .orderBy(desc(deliveries.id))
        .limit(most)
        .as("page");
      const [found] = await db.select({ count: rowCount(), notKept: rowCount(page.gone) }).from(page);
      return { count: found?.count ?? 0, notKept: found?.notKept ?? 0 };
    },

    async following({ after, upTo, limit, ...query }) {
      const rows = await db
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
        .limit(limit);
      return rows.map(({ id }) => id);
    },

    async get(id) {
      const [row] = await db
        .select({ delivery: deliveries, executionAnswer: executions.answer })
        .from(deliveries)
        .leftJoin(executions, eq(executions.id, deliveries.executionId))
        .where(eq(deliveries.id, id));
      return row && toDelivery(row.delivery, row.executionAnswer);
    },

    async source(id) {
      const [row] = await db.select().from(deliveries).where(eq(deliveries.id, id));
      return row && toSource(row);
    },

    async claimedBy({ workflowId, keyHash, now }) {
      const [row] = await db
        .select({ deliveryId: dedupeClaims.deliveryId })
        .from(dedupeClaims)
        .where(
          and(
            eq(dedupeClaims.workflowId, workflowId),
            eq(dedupeClaims.keyHash, keyHash),
            gt(dedupeClaims.expiresAt, now),
          ),
        );
      return row?.deliveryId;
    },

    async firstAnswer(id) {
      const [row] = await db
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
        .where(eq(deliveries.id, id));
      return row && toFirstAnswer(row);
    },

    async held({ workflowId, after, upTo, limit }) {
      const rows = await db
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
        .limit(limit);
      return rows.map(({ id }) => id);
    },

    async lastHeld(workflowId) {
      const [last] = await db
        .select({ id: deliveries.id })
        .from(deliveries)
        .where(and(eq(deliveries.workflowId, workflowId), waitsForPerson))
        .orderBy(desc(deliveries.id))
        .limit(1);
      return last?.id;
    },

    async countHeld(workflowIds) {
      const rows = await db
        .select({ workflowId: deliveries.workflowId, held: rowCount() })
        .from(deliveries)
        .where(and(inArray(deliveries.workflowId, [...workflowIds]), waitsForPerson))
        .groupBy(deliveries.workflowId);
      return new Map(rows.map(({ workflowId, held }) => [workflowId, held]));
    },

    async counters(workflowId) {
      const { reason, count, lastAt } = deliveryCounters;
      const rows = await db
        .select({ reason, count: sum(count), lastAt: max(lastAt) })
        .from(deliveryCounters)
        .where(workflowId === undefined ? undefined : eq(deliveryCounters.workflowId, workflowId))
        .groupBy(reason)
        .orderBy(reason);
      return rows.map((row) => ({ reason: row.reason, count: Number(row.count), lastAt: row.lastAt ?? 0 }));
    },

    async lastReceived(workflowIds) {
      // One look at the end of the index each; a grouped maximum would read all of it.
      const { rows } = await db.execute<{ id: string; received_at: string }>(
        sql`select wanted.id, newest.received_at from unnest(${sql.param(workflowIds.map(escapeText))}::text[]) as wanted(id)
          cross join lateral (
            select received_at from ${deliveries} where workflow_id = wanted.id order by ${deliveries.id} desc limit 1
          ) as newest`,
      );
      return new Map(rows.map((row) => [unescapeText(row.id), Number(row.received_at)]));
    },
  };
}
