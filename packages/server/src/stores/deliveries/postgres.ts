import { and, asc, desc, eq, gt, inArray, lt, lte, count as rowCount, sql } from "drizzle-orm";
import type { PostgresDatabase } from "../database/postgres/database.ts";
import { escapeText, unescapeText } from "../schema/postgres/columns.ts";
import { dedupeClaims, deliveries, deliveryCounters } from "../schema/postgres/deliveries.ts";
import { executions } from "../schema/postgres/executions.ts";
import { toDelivery, toFirstAnswer, toSource, toSummary } from "./records.ts";
import type { DeliveriesStore } from "./store.ts";

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
};

// As the partial index has it.
const waitsForPerson = sql`verdict = 'held' and settled_at is null`;

/** Reads deliveries from PostgreSQL; they are written by the intake. */
export function createPostgresDeliveriesStore({ db }: PostgresDatabase): DeliveriesStore {
  return {
    async list({ workflowId, verdict, reason, before, limit }) {
      const rows = await db
        .select(summaryColumns)
        .from(deliveries)
        .where(
          and(
            workflowId === undefined ? undefined : eq(deliveries.workflowId, workflowId),
            verdict && eq(deliveries.verdict, verdict),
            // Written out, so that the partial index of those that started nothing serves it.
            verdict === undefined || verdict === "accepted" ? undefined : sql`verdict <> 'accepted'`,
            reason === undefined ? undefined : eq(deliveries.reason, reason),
            before === undefined ? undefined : lt(deliveries.id, before),
          ),
        )
        .orderBy(desc(deliveries.id))
        .limit(limit);
      return rows.map(toSummary);
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
      return await db
        .select({ reason, count, lastAt })
        .from(deliveryCounters)
        .where(eq(deliveryCounters.workflowId, workflowId))
        .orderBy(reason);
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
