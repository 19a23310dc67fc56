import { and, desc, eq, lt, sql } from "drizzle-orm";
import type { PostgresDatabase } from "../database/postgres/database.ts";
import { escapeText, unescapeText } from "../schema/postgres/columns.ts";
import { deliveries, deliveryCounters } from "../schema/postgres/deliveries.ts";
import { executions } from "../schema/postgres/executions.ts";
import { toDelivery, toSource, toSummary } from "./records.ts";
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
  authStage: deliveries.authStage,
};

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
            // Written out, so that the partial indices of those that started nothing serve it: only they have a reason.
            (verdict !== undefined && verdict !== "accepted") || reason !== undefined
              ? sql`verdict <> 'accepted'`
              : undefined,
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
