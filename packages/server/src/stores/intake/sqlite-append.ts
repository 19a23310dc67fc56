import { and, eq, inArray } from "drizzle-orm";
import type { Connection } from "../database/connect.ts";
import { executions } from "../schema/executions.ts";
import { journal } from "../schema/journal.ts";
import { waits } from "../schema/waits.ts";
import { json, progressColumns } from "./execution-row.ts";
import { insertOf } from "./insert-of.ts";
import { effectsWriter } from "./sqlite-effects.ts";
import { giveTurns } from "./sqlite-turns.ts";
import type { IntakeStore } from "./store.ts";

type Append = Parameters<IntakeStore["append"]>[0];

/** It may still change. */
export const unfinished = inArray(executions.status, ["queued", "running", "waiting"]);

/** How executions go on and end. */
export function appendOperations(connection: Connection) {
  const insertJournal = insertOf(connection, journal);
  const writeEffects = effectsWriter(connection);

  /** True when it was still this holder's to change. */
  const progressed = ({ executionId, epoch, progress }: Append): boolean => {
    const held = and(eq(executions.id, executionId), eq(executions.epoch, epoch), unfinished);
    if (!progress) {
      return connection.select({ id: executions.id }).from(executions).where(held).get() !== undefined;
    }
    const columns = progressColumns(progress);
    const waiting = progress.status === "waiting";
    const set = waiting ? { ...columns, worker: null, wakeAt: dueOf(executionId, progress.wakeAt) } : columns;
    const row = connection
      .update(executions)
      .set(set)
      .where(held)
      .returning({ key: executions.concurrencyKey })
      .get();
    if (row && progress.finishedAt !== null) {
      closeWaits(connection, executionId);
      if (row.key !== null) giveTurns(connection, { key: row.key, at: progress.finishedAt });
    }
    return row !== undefined;
  };

  /** Something may have come while the execution was about to be let go: then it is due at once. */
  const dueOf = (executionId: string, wakeAt: number | null): number | null => {
    const come = connection
      .select({ node: waits.node, at: waits.resolvedAt })
      .from(waits)
      .where(and(eq(waits.executionId, executionId), eq(waits.state, "resolved")))
      .get();
    return come ? Math.min(come.at ?? 0, wakeAt ?? Number.MAX_SAFE_INTEGER) : wakeAt;
  };

  /** This holder has written it, so all that came with it: it may have ended the execution, or let it go. */
  const written = ({ chunk, executionId, epoch }: Append): boolean => {
    if (!chunk) return false;
    const { seq, records } = chunk;
    const found = connection
      .select({ seq: journal.seq })
      .from(journal)
      .innerJoin(executions, and(eq(executions.id, executionId), eq(executions.epoch, epoch)))
      .where(and(eq(journal.executionId, executionId), eq(journal.seq, seq), eq(journal.records, records)))
      .get();
    return found !== undefined;
  };

  return {
    append(given: Append): boolean {
      const { chunk, executionId, effects, result, progress, again = false } = given;
      if (again && written(given)) return true;
      if (!progressed(given)) return false;
      if (chunk) insertJournal([chunk.executionId, chunk.seq, chunk.records]);
      if (effects) writeEffects(executionId, effects);
      if (result) handOver(connection, result, progress?.finishedAt ?? 0);
      return true;
    },
  };
}

/** Gives the step that called what its call came to. */
export function handOver(connection: Connection, result: NonNullable<Append["result"]>, at: number): void {
  const { place, woken } = result;
  connection
    .update(waits)
    .set({ state: "resolved", result: json(woken), resolvedAt: at })
    .where(
      and(
        eq(waits.executionId, place.executionId),
        eq(waits.node, place.node),
        eq(waits.frame, place.frame),
        eq(waits.state, "open"),
      ),
    )
    .run();
  wake(connection, place.executionId, at);
}

/** Makes a waiting execution due. */
export function wake(connection: Connection, executionId: string, at: number): void {
  connection
    .update(executions)
    .set({ wakeAt: at })
    .where(and(eq(executions.id, executionId), eq(executions.status, "waiting")))
    .run();
}

export function closeWaits(connection: Connection, executionId: string): void {
  connection
    .update(waits)
    .set({ state: "closed" })
    .where(and(eq(waits.executionId, executionId), inArray(waits.state, ["open", "resolved"])))
    .run();
}
