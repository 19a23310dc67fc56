import { and, asc, desc, eq, inArray, isNotNull, lt, lte, sql } from "drizzle-orm";
import type { Connection } from "../database/connect.ts";
import { dedupeClaims, deliveries } from "../schema/deliveries.ts";
import { draftMoments } from "../schema/draft-moments.ts";
import { events } from "../schema/events.ts";
import { executionValues } from "../schema/execution-values.ts";
import { executions } from "../schema/executions.ts";
import { journal } from "../schema/journal.ts";
import { nodeCache } from "../schema/node-cache.ts";
import { waits } from "../schema/waits.ts";
import { type Candidate, endedStatuses, firstId, mostBytes, mostJournalRows } from "./records.ts";
import type { Pruned, RetentionStore } from "./store.ts";

type Given<Method extends keyof RetentionStore> = Parameters<RetentionStore[Method]>[0];

/** What the retention asks of the writer: plain functions of plain data, each one transaction. */
export function retentionOperations(connection: Connection) {
  const columns = {
    id: executions.id,
    deliveryId: executions.deliveryId,
    bytes: sql<number>`coalesce(${deliveries.bodyBytes}, 0) + (select coalesce(sum(${executionValues.bytes}), 0)
      from ${executionValues} where ${executionValues.executionId} = ${executions.id})`,
  };
  const candidates = () =>
    connection
      .select(columns)
      .from(executions)
      .leftJoin(deliveries, eq(deliveries.id, executions.deliveryId));

  return {
    pruneByAge({ endedBefore, limit }: Given<"pruneByAge">): Pruned {
      const found: Candidate[] = [];
      // One status after the other: only so does the index by status and id give the oldest without sorting them all.
      for (const status of endedStatuses) {
        if (found.length >= limit) break;
        found.push(
          ...candidates()
            .where(
              and(
                eq(executions.status, status),
                // Ids begin with their time: who was queued later cannot have ended before. (A clock that was ahead for a
                // while makes it late, never early.)
                lt(executions.id, firstId("exe", endedBefore)),
                lt(executions.finishedAt, endedBefore),
              ),
            )
            .orderBy(asc(executions.id))
            .limit(limit - found.length)
            .all(),
        );
      }
      return remove(connection, found, limit);
    },

    pruneByCount({ workflowId, keep, limit }: Given<"pruneByCount">): Pruned {
      const newest = connection
        .select({ id: executions.id })
        .from(executions)
        .where(eq(executions.workflowId, workflowId))
        .orderBy(desc(executions.id))
        .limit(1)
        .offset(keep)
        .get();
      if (!newest) return { executions: 0, deliveries: 0, more: false };
      const found = candidates()
        .where(
          and(
            eq(executions.workflowId, workflowId),
            lte(executions.id, newest.id),
            isNotNull(executions.finishedAt),
          ),
        )
        .orderBy(asc(executions.id))
        .limit(limit)
        .all();
      return remove(connection, found, limit);
    },

    pruneAside({ workflowId, receivedBefore, limit }: Given<"pruneAside">): Pruned {
      const found = connection
        .select({ id: deliveries.id })
        .from(deliveries)
        .where(
          and(
            eq(deliveries.workflowId, workflowId),
            // Written out, so that the partial index of those that started nothing serves it.
            sql`verdict <> 'accepted' and (verdict <> 'held' or settled_at is not null)`,
            lt(deliveries.id, firstId("dlv", receivedBefore)),
          ),
        )
        .orderBy(asc(deliveries.id))
        .limit(limit)
        .all();
      deleteDeliveries(
        connection,
        found.map(({ id }) => id),
      );
      return { executions: 0, deliveries: found.length, more: found.length === limit };
    },

    pruneEvents({ receivedBefore, limit }: Given<"pruneEvents">): number {
      const found = connection
        .select({ id: events.id })
        .from(events)
        .where(and(lt(events.receivedAt, receivedBefore), isNotNull(events.fannedOutAt)))
        .orderBy(asc(events.receivedAt), asc(events.id))
        .limit(limit)
        .all();
      const ids = found.map(({ id }) => id);
      if (ids.length > 0) connection.delete(events).where(inArray(events.id, ids)).run();
      return ids.length;
    },

    pruneClaims({ expiredBefore, limit }: Given<"pruneClaims">): number {
      const { changes } = connection.run(sql`delete from ${dedupeClaims} where (workflow_id, key_hash) in (
        select workflow_id, key_hash from ${dedupeClaims} where expires_at <= ${expiredBefore} limit ${limit})`);
      return changes;
    },

    pruneCache({ expiredBefore, limit }: Given<"pruneCache">): number {
      const { changes } = connection.run(sql`delete from ${nodeCache} where (workflow_id, node, hash) in (
        select workflow_id, node, hash from ${nodeCache} where expires_at <= ${expiredBefore} limit ${limit})`);
      return changes;
    },

    pruneMoments({ savedBefore, limit }: Given<"pruneMoments">): number {
      const { changes } = connection.run(sql`delete from ${draftMoments} where (workflow_id, revision) in (
        select workflow_id, revision from ${draftMoments} where saved_at < ${savedBefore} and content is not null
        order by saved_at, revision limit ${limit})`);
      return changes;
    },
  };
}

/** Deletes as many of the candidates as fit into a batch. */
function remove(connection: Connection, found: readonly Candidate[], limit: number): Pruned {
  const gone: Candidate[] = [];
  let bytes = 0;
  let rows = 0;
  for (const candidate of found) {
    if (bytes >= mostBytes || rows >= mostJournalRows) break;
    const { changes } = connection.run(sql`delete from ${journal} where (execution_id, seq) in (
      select execution_id, seq from ${journal} where execution_id = ${candidate.id}
      order by seq desc limit ${mostJournalRows - rows})`);
    rows += changes;
    // A long one goes in pieces, from its end: what is left of its journal reads as far as it goes.
    if (rows >= mostJournalRows) break;
    bytes += candidate.bytes;
    gone.push(candidate);
  }
  const ids = gone.map(({ id }) => id);
  const deliveryIds = gone.flatMap(({ deliveryId }) => (deliveryId === null ? [] : [deliveryId]));
  if (ids.length > 0) {
    connection.delete(executionValues).where(inArray(executionValues.executionId, ids)).run();
    connection.delete(waits).where(inArray(waits.executionId, ids)).run();
    connection.delete(executions).where(inArray(executions.id, ids)).run();
  }
  deleteDeliveries(connection, deliveryIds);
  const more = found.length === limit || gone.length < found.length;
  return { executions: ids.length, deliveries: deliveryIds.length, more };
}

function deleteDeliveries(connection: Connection, ids: readonly string[]): void {
  if (ids.length > 0)
    connection
      .delete(deliveries)
      .where(inArray(deliveries.id, [...ids]))
      .run();
}
