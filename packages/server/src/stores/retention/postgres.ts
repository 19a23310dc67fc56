import { and, asc, desc, eq, inArray, isNotNull, lt, lte, sql } from "drizzle-orm";
import type { PostgresDatabase } from "../database/postgres/database.ts";
import type { Connection } from "../database/postgres/transaction.ts";
import { dedupeClaims, deliveries } from "../schema/postgres/deliveries.ts";
import { draftMoments } from "../schema/postgres/draft-moments.ts";
import { events } from "../schema/postgres/events.ts";
import { executionValues } from "../schema/postgres/execution-values.ts";
import { executions } from "../schema/postgres/executions.ts";
import { journal } from "../schema/postgres/journal.ts";
import { nodeCache } from "../schema/postgres/node-cache.ts";
import { waits } from "../schema/postgres/waits.ts";
import { type Candidate, endedStatuses, firstId, mostBytes, mostJournalRows } from "./records.ts";
import type { Pruned, RetentionStore } from "./store.ts";

/** Retention in PostgreSQL, beside the writer of the intake: what is deleted is what nobody writes any more. */
export function createPostgresRetentionStore(database: PostgresDatabase): RetentionStore {
  const { db } = database;
  return {
    pruneByAge({ endedBefore, limit }) {
      return database.transaction(async (tx) => {
        const found: Candidate[] = [];
        // One status after the other: only so does the index by status and id give the oldest without sorting them all.
        for (const status of endedStatuses) {
          if (found.length >= limit) break;
          const more = await candidates(tx)
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
            .limit(limit - found.length);
          found.push(...more);
        }
        return remove(tx, found, limit);
      });
    },

    pruneByCount({ workflowId, keep, limit }) {
      return database.transaction(async (tx) => {
        const [newest] = await tx
          .select({ id: executions.id })
          .from(executions)
          .where(eq(executions.workflowId, workflowId))
          .orderBy(desc(executions.id))
          .limit(1)
          .offset(keep);
        if (!newest) return { executions: 0, deliveries: 0, more: false };
        const found = await candidates(tx)
          .where(
            and(
              eq(executions.workflowId, workflowId),
              lte(executions.id, newest.id),
              isNotNull(executions.finishedAt),
            ),
          )
          .orderBy(asc(executions.id))
          .limit(limit);
        return remove(tx, found, limit);
      });
    },

    pruneAside({ workflowId, receivedBefore, limit }) {
      return database.transaction(async (tx) => {
        const found = await tx
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
          .limit(limit);
        const ids = found.map(({ id }) => id);
        await deleteDeliveries(tx, ids);
        return { executions: 0, deliveries: ids.length, more: ids.length === limit };
      });
    },

    pruneEvents({ receivedBefore, limit }) {
      return database.transaction(async (tx) => {
        const found = await tx
          .select({ id: events.id })
          .from(events)
          .where(and(lt(events.receivedAt, receivedBefore), isNotNull(events.fannedOutAt)))
          .orderBy(asc(events.receivedAt), asc(events.id))
          .limit(limit);
        const ids = found.map(({ id }) => id);
        if (ids.length > 0) await tx.delete(events).where(inArray(events.id, ids));
        return ids.length;
      });
    },

    async pruneClaims({ expiredBefore, limit }) {
      // Looked at again where it is deleted: somebody may have taken the key anew meanwhile.
      const { rowCount } =
        await db.execute(sql`delete from ${dedupeClaims} where expires_at <= ${expiredBefore}
        and (workflow_id, key_hash) in (
          select workflow_id, key_hash from ${dedupeClaims} where expires_at <= ${expiredBefore} limit ${limit})`);
      return rowCount ?? 0;
    },

    async pruneCache({ expiredBefore, limit }) {
      const { rowCount } = await db.execute(sql`delete from ${nodeCache} where (workflow_id, node, hash) in (
        select workflow_id, node, hash from ${nodeCache} where expires_at <= ${expiredBefore} limit ${limit})`);
      return rowCount ?? 0;
    },

    async pruneMoments({ savedBefore, limit }) {
      const { rowCount } = await db.execute(sql`delete from ${draftMoments} where (workflow_id, revision) in (
        select workflow_id, revision from ${draftMoments} where saved_at < ${savedBefore} and content is not null
        order by saved_at, revision limit ${limit})`);
      return rowCount ?? 0;
    },

    async workflowsWithRecords({ after, limit }) {
      const ids: string[] = [];
      let last = after;
      // From one to the next by the index: a distinct list would read every entry of it.
      while (ids.length < limit) {
        const next = await nextWorkflow(db, last);
        if (next === undefined) break;
        ids.push(next);
        last = next;
      }
      return ids;
    },
  };
}

function candidates(tx: Connection) {
  return tx
    .select({
      id: executions.id,
      deliveryId: executions.deliveryId,
      bytes:
        sql<number>`coalesce(${deliveries.bodyBytes}, 0) + (select coalesce(sum(${executionValues.bytes}), 0)
        from ${executionValues} where ${executionValues.executionId} = ${executions.id})`.mapWith(Number),
    })
    .from(executions)
    .leftJoin(deliveries, eq(deliveries.id, executions.deliveryId));
}

async function nextWorkflow(db: Connection, after: string): Promise<string | undefined> {
  const [execution] = await db
    .select({ id: executions.workflowId })
    .from(executions)
    .where(sql`${executions.workflowId} > ${sql.param(after, executions.workflowId)}`)
    .orderBy(asc(executions.workflowId))
    .limit(1);
  const [delivery] = await db
    .select({ id: deliveries.workflowId })
    .from(deliveries)
    .where(sql`${deliveries.workflowId} > ${sql.param(after, deliveries.workflowId)}`)
    .orderBy(asc(deliveries.workflowId))
    .limit(1);
  return [execution, delivery].flatMap((row) => (row ? [row.id] : [])).sort()[0];
}

/** Deletes as many of the candidates as fit into a batch. */
async function remove(tx: Connection, found: readonly Candidate[], limit: number): Promise<Pruned> {
  const gone: Candidate[] = [];
  let bytes = 0;
  let rows = 0;
  for (const candidate of found) {
    if (bytes >= mostBytes || rows >= mostJournalRows) break;
    const last = tx
      .select({ seq: journal.seq })
      .from(journal)
      .where(eq(journal.executionId, candidate.id))
      .orderBy(desc(journal.seq))
      .limit(mostJournalRows - rows);
    const { rowCount } = await tx
      .delete(journal)
      .where(and(eq(journal.executionId, candidate.id), inArray(journal.seq, last)));
    rows += rowCount ?? 0;
    // A long one goes in pieces, from its end: what is left of its journal reads as far as it goes.
    if (rows >= mostJournalRows) break;
    bytes += candidate.bytes;
    gone.push(candidate);
  }
  const ids = gone.map(({ id }) => id);
  const deliveryIds = gone.flatMap(({ deliveryId }) => (deliveryId === null ? [] : [deliveryId]));
  if (ids.length > 0) {
    await tx.delete(executionValues).where(inArray(executionValues.executionId, ids));
    await tx.delete(waits).where(inArray(waits.executionId, ids));
    await tx.delete(executions).where(inArray(executions.id, ids));
  }
  await deleteDeliveries(tx, deliveryIds);
  const more = found.length === limit || gone.length < found.length;
  return { executions: ids.length, deliveries: deliveryIds.length, more };
}

async function deleteDeliveries(tx: Connection, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await tx.delete(deliveries).where(inArray(deliveries.id, [...ids]));
}
