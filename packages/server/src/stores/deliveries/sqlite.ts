import { and, desc, eq, lt, sql } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { deliveries, deliveryCounters } from "../schema/deliveries.ts";
import { executions } from "../schema/executions.ts";
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
    async list({ workflowId, verdict, reason, before, limit }) {
      const rows = read
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
        .limit(limit)
        .all();
      return rows.map(toSummary);
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

    async counters(workflowId) {
      const { reason, count, lastAt } = deliveryCounters;
      return read
        .select({ reason, count, lastAt })
        .from(deliveryCounters)
        .where(eq(deliveryCounters.workflowId, workflowId))
        .orderBy(reason)
        .all();
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
