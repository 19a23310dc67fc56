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
import { giveTurns } from "./sqlite-turns.ts";
import type { IntakeStore, Trial } from "./store.ts";
import { trialReason } from "./trial-reason.ts";

type Given<
  Method extends "claim" | "suspect" | "heartbeat" | "forgetWorkers" | "released" | "giveFree" | "cancelIdle",
> = Parameters<IntakeStore[Method]>[0];

/** Who holds executions, and what becomes of those that nobody holds. */
export function claimOperations(connection: Connection) {
  const living = (now: number) =>
    connection.select({ id: workers.id }).from(workers).where(gt(workers.leaseUntil, now));
  const taken = {
    ...({ status: "running", wakeAt: null, waitingFor: null } as const),
    epoch: sql`${executions.epoch} + 1`,
  };

  const claimSuspect = ({ executionId, worker, now, trial }: Given<"claim"> & { trial: Trial }) => {
    const { epoch, crashes, reprieves, explains } = trial;
    const isLeft = and(
      eq(executions.status, "running"),
      isNotNull(executions.worker),
      notInArray(executions.worker, living(now)),
    );
    const waits = and(eq(executions.status, "waiting"), isNotNull(executions.suspectedAt));
    const seen = and(eq(executions.id, executionId), eq(executions.epoch, epoch), or(isLeft, waits));
    if (explains) {
      const former = connection.select({ id: executions.worker }).from(executions).where(seen);
      connection.update(workers).set({ explained: true }).where(inArray(workers.id, former)).run();
    }
    return connection
      .update(executions)
      .set({ worker, ...taken, crashes, reprieves, suspectedAt: null, trialAt: now })
      .where(seen)
      .returning({ epoch: executions.epoch })
      .get();
  };

  return {
    claim({ executionId, worker, now, trial }: Given<"claim">) {
      if (trial) return claimSuspect({ executionId, worker, now, trial });
      const isDue = and(
        inArray(executions.status, ["queued", "waiting"]),
        lte(executions.wakeAt, now),
        isNull(executions.suspectedAt),
      );
      const isFree = and(eq(executions.status, "running"), isNull(executions.worker));
      return connection
        .update(executions)
        .set({ worker, ...taken, crashes: 0, reprieves: null, trialAt: null })
        .where(and(eq(executions.id, executionId), or(isDue, isFree)))
        .returning({ epoch: executions.epoch })
        .get();
    },

    suspect({ executionId, epoch, crashes, reprieves, now, until }: Given<"suspect">): boolean {
      const row = connection
        .update(executions)
        .set({
          ...{ status: "waiting", worker: null, epoch: sql`${executions.epoch} + 1`, wakeAt: until },
          waitingFor: json(trialReason(until)),
          ...{ crashes, reprieves, suspectedAt: now, trialAt: until },
        })
        .where(and(eq(executions.id, executionId), eq(executions.epoch, epoch), unfinished))
        .returning({ id: executions.id })
        .get();
      return row !== undefined;
    },

    heartbeat({ worker, now, until }: Given<"heartbeat">): void {
      connection
        .insert(workers)
        .values({ id: worker, startedAt: now, leaseUntil: until, seenAt: now, explained: false })
        .onConflictDoUpdate({ target: workers.id, set: { leaseUntil: until, seenAt: now } })
        .run();
      // Long gone: what they held has been taken up or ended.
      connection.run(sql`delete from workers where lease_until < ${now - 86_400_000}`);
    },

    forgetWorkers({ worker, others, now }: Given<"forgetWorkers">): void {
      if (!others) connection.delete(workers).where(eq(workers.id, worker)).run();
      else {
        const lasting = and(ne(workers.id, worker), gt(workers.leaseUntil, now));
        connection.update(workers).set({ leaseUntil: now }).where(lasting).run();
      }
    },

    released({ executionIds, worker }: Given<"released">): void {
      for (const id of executionIds) {
        connection
          .update(executions)
          .set({ crashes: 0, reprieves: null, trialAt: null, worker: null })
          .where(and(eq(executions.id, id), eq(executions.worker, worker), unfinished))
          .run();
      }
    },

    giveFree({ executionId, epoch, worker }: Given<"giveFree">): boolean {
      const seen = and(eq(executions.id, executionId), eq(executions.epoch, epoch));
      const row = connection
        .update(executions)
        .set({ worker: null, epoch: sql`${executions.epoch} + 1` })
        .where(and(seen, eq(executions.worker, worker), eq(executions.status, "running")))
        .returning({ id: executions.id })
        .get();
      return row !== undefined;
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
      if (row.key !== null) giveTurns(connection, { key: row.key, at: now });
      return true;
    },
  };
}
