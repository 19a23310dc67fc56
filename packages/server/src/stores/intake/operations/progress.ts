import { and, eq, inArray, sql } from "drizzle-orm";
import type { Connection } from "../../database/connect.ts";
import { executions } from "../../schema/executions.ts";
import { journal } from "../../schema/journal.ts";
import { insertOf } from "../insert-of.ts";
import { progressColumns } from "../row-values.ts";
import type { IntakeStore } from "../store.ts";

type Given<Method extends "append" | "resumed" | "released"> = Parameters<IntakeStore[Method]>[0];

/** How executions go on. */
export function progressOperations(connection: Connection) {
  const insertJournal = insertOf(connection, journal);
  const unfinished = inArray(executions.status, ["queued", "running", "waiting"]);
  const still = and(eq(executions.id, sql.placeholder("id")), unfinished);
  const isOpen = connection.select({ id: executions.id }).from(executions).where(still).prepare();
  return {
    append({ chunk, executionId, progress }: Given<"append">): boolean {
      const open = progress
        ? connection
            .update(executions)
            .set(progressColumns(progress))
            .where(and(eq(executions.id, executionId), unfinished))
            .run().changes > 0
        : isOpen.get({ id: executionId }) !== undefined;
      if (open && chunk) insertJournal([chunk.executionId, chunk.seq, chunk.records]);
      return open;
    },

    resumed(executionId: Given<"resumed">): number {
      const row = connection
        .update(executions)
        .set({ resumes: sql`${executions.resumes} + 1` })
        .where(and(eq(executions.id, executionId), unfinished))
        .returning({ resumes: executions.resumes })
        .get();
      return row?.resumes ?? 0;
    },

    released(executionIds: Given<"released">): void {
      for (const id of executionIds) {
        connection
          .update(executions)
          .set({ resumes: 0 })
          .where(and(eq(executions.id, id), unfinished))
          .run();
      }
    },
  };
}
