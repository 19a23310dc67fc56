import { and, eq, gt, inArray, isNotNull, isNull, lte, ne, notInArray, or, sql } from "drizzle-orm";
import { cancelCalledTask } from "../../tasks/new-tasks.ts";
import type { Connection } from "../database/connect.ts";
import { insertTask } from "../database/insert-task.ts";
import { executions } from "../schema/executions.ts";
import { workers } from "../schema/workers.ts";
import { cancelledCall } from "./cancelled-call.ts";
import { json } from "./execution-row.ts";
import { closeWaits, handOver, unfinished } from "./sqlite-append.ts";
import { dropBodies } from "./sqlite-held.ts";
import { giveTurn } from "./sqlite-turns.ts";
import type { IntakeStore } from "./store.ts";

type Given<Method extends "claim" | "heartbeat" | "forgetWorkers" | "released" | "cancelIdle"> = Parameters<
  IntakeStore[Method]
>[0];

/** Who holds executions, and what becomes of those that nobody holds. */
export function claimOperations(connection: Connection) {
  const living = (now: number) =>
    connection.select({ id: workers.id }).from(workers).where(gt(workers.leaseUntil, now));

  return {
    claim({ executionId, worker, now }: Given<"claim">) {
      const isDue = and(inArray(executions.status, ["queued", "waiting"]), lte(executions.wakeAt, now));
      const isLeft = and(
        eq(executions.status, "running"),
        or(isNull(executions.worker), notInArray(executions.worker, living(now))),
      );
      const died = sql`case when ${executions.status} = 'running' and ${executions.worker} is not null then 1 else 0 end`;
      return connection
        .update(executions)
        .set({
          worker,
          epoch: sql`${executions.epoch} + 1`,
          status: "running",
          wakeAt: null,
          waitingFor: null,
          resumes: sql`${executions.resumes} + ${died}`,
        })
        .where(and(eq(executions.id, executionId), or(isDue, isLeft)))
        .returning({ epoch: executions.epoch, resumes: executions.resumes })
        .get();
    },

    heartbeat({ worker, now, until }: Given<"heartbeat">): void {
      connection
        .insert(workers)
        .values({ id: worker, startedAt: now, leaseUntil: until })
        .onConflictDoUpdate({ target: workers.id, set: { leaseUntil: until } })
        .run();
      // Long gone: what they held has been taken up or ended.
      connection.run(sql`delete from workers where lease_until < ${now - 86_400_000}`);
    },

    forgetWorkers({ worker, others }: Given<"forgetWorkers">): void {
      connection
        .delete(workers)
        .where(others ? ne(workers.id, worker) : eq(workers.id, worker))
        .run();
    },

    released({ executionIds, worker }: Given<"released">): void {
      for (const id of executionIds) {
        connection
          .update(executions)
          .set({ resumes: 0, worker: null })
          .where(and(eq(executions.id, id), eq(executions.worker, worker), unfinished))
          .run();
      }
    },

    cancelIdle({ executionId, now, error, dropBody }: Given<"cancelIdle">): boolean {
      const held = and(isNotNull(executions.worker), inArray(executions.worker, living(now)));
      const row = connection
        .update(executions)
        .set({
          status: "cancelled",
          finishedAt: now,
          ...(error ? { error: json(error) } : {}),
          wakeAt: null,
          waitingFor: null,
          worker: null,
          epoch: sql`${executions.epoch} + 1`,
        })
        .where(and(eq(executions.id, executionId), unfinished, sql`not (${held})`))
        .returning({
          key: executions.concurrencyKey,
          startedBy: executions.startedBy,
          origin: executions.origin,
          deliveryId: executions.deliveryId,
        })
        .get();
      if (!row) return false;
      if (dropBody && row.deliveryId !== null) dropBodies(connection, [row.deliveryId]);
      closeWaits(connection, executionId);
      // Due since ever: which clock counts is known to the queue alone.
      insertTask(connection, { task: cancelCalledTask(executionId), at: 0 });
      const result = cancelledCall(executionId, row);
      if (result) handOver(connection, result, now);
      if (row.key !== null) giveTurn(connection, row.key, now);
      return true;
    },
  };
}
