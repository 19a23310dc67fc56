import { and, asc, desc, eq, inArray, lte, min, sql } from "drizzle-orm";
import type { Connection } from "../stores/database/connect.ts";
import { insertTask } from "../stores/database/insert-task.ts";
import { tasks } from "../stores/schema/tasks.ts";
import type { FailedTask, NewTask } from "./tasks.ts";

export interface ClaimedTask {
  readonly id: number;
  readonly kind: string;
  readonly payload: string;
  /** This try, from 1. */
  readonly attempts: number;
}

const shownFailures = 100;

/** What the embedded queue writes, each inside a transaction that others share (stores/database/writer.ts). */
export function taskOperations(connection: Connection) {
  const waiting = eq(tasks.state, "waiting");
  const running = (id: number) => and(eq(tasks.id, id), eq(tasks.state, "running"));

  /** Lets a running task wait again, unless another of its key already does. */
  const waitAgain = (id: number, values: { runAt?: number; lastError?: string }) => {
    const task = connection.select().from(tasks).where(running(id)).get();
    if (!task) return;
    const other =
      task.key !== null &&
      connection
        .select({ id: tasks.id })
        .from(tasks)
        .where(and(waiting, eq(tasks.key, task.key)))
        .get();
    if (other) connection.delete(tasks).where(running(id)).run();
    else
      connection
        .update(tasks)
        .set({ ...values, state: "waiting" })
        .where(running(id))
        .run();
  };

  return {
    add(given: { task: NewTask; at: number }): void {
      insertTask(connection, given);
    },

    /** Takes the tasks that have been due longest. */
    claim({ kinds, at, limit }: { kinds: readonly string[]; at: number; limit: number }): ClaimedTask[] {
      const due = connection
        .select({ id: tasks.id })
        .from(tasks)
        .where(and(waiting, lte(tasks.runAt, at), inArray(tasks.kind, [...kinds])))
        .orderBy(asc(tasks.runAt), asc(tasks.id))
        .limit(limit)
        .all();
      return due.map(({ id }) =>
        connection
          .update(tasks)
          .set({ state: "running", attempts: sql`${tasks.attempts} + 1` })
          .where(eq(tasks.id, id))
          .returning({ id: tasks.id, kind: tasks.kind, payload: tasks.payload, attempts: tasks.attempts })
          .get(),
      );
    },

    done(id: number): void {
      connection.delete(tasks).where(running(id)).run();
    },

    /** `retryAt` null: no more tries. */
    failed({ id, error, retryAt }: { id: number; error: string; retryAt: number | null }): void {
      if (retryAt !== null) waitAgain(id, { runAt: retryAt, lastError: error });
      else connection.update(tasks).set({ state: "failed", lastError: error }).where(running(id)).run();
    },

    /** Puts tasks back that this process could not end in time: that was no failed try of theirs. */
    released(ids: readonly number[]): void {
      for (const id of ids) {
        connection
          .update(tasks)
          .set({ attempts: sql`${tasks.attempts} - 1` })
          .where(running(id))
          .run();
        waitAgain(id, {});
      }
    },

    /** What a process that died was at: it was tried, and it waits again or was tried too often. */
    recovered({ at, maxAttempts }: { at: number; maxAttempts: number }): void {
      const left = connection.select().from(tasks).where(eq(tasks.state, "running")).all();
      for (const { id, attempts } of left) {
        const error = "the process ended while it was at it";
        if (attempts < maxAttempts) waitAgain(id, { runAt: at, lastError: error });
        else connection.update(tasks).set({ state: "failed", lastError: error }).where(running(id)).run();
      }
    },
  };
}

/** When the next task of these kinds is due; null: none waits. */
export function nextDue(read: Connection, kinds: readonly string[]): number | null {
  const found = read
    .select({ at: min(tasks.runAt) })
    .from(tasks)
    .where(and(eq(tasks.state, "waiting"), inArray(tasks.kind, [...kinds])))
    .get();
  return found?.at ?? null;
}

export function failedTasks(read: Connection): FailedTask[] {
  const rows = read
    .select()
    .from(tasks)
    .where(eq(tasks.state, "failed"))
    .orderBy(desc(tasks.id))
    .limit(shownFailures)
    .all();
  return rows.map(({ kind, payload, attempts, lastError }) => ({
    ...{ kind, attempts, payload: JSON.parse(payload) as unknown },
    error: lastError ?? "",
  }));
}
