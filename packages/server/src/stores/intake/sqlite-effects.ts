import { and, eq } from "drizzle-orm";
import type { Connection } from "../database/connect.ts";
import { insertTask } from "../database/insert-task.ts";
import { emittedRow } from "../events/event-row.ts";
import { events } from "../schema/events.ts";
import { executionValues } from "../schema/execution-values.ts";
import { executions } from "../schema/executions.ts";
import { nodeCache } from "../schema/node-cache.ts";
import { waits } from "../schema/waits.ts";
import { executionRow } from "./execution-row.ts";
import { dropBodies } from "./sqlite-held.ts";
import { giveTurns } from "./sqlite-turns.ts";
import type { JournalEffects } from "./store.ts";

/** Writes what steps left behind besides their records, in the transaction that runs. */
export function effectsWriter(
  connection: Connection,
): (executionId: string, effects: JournalEffects) => void {
  return (executionId, effects) => {
    for (const wait of effects.waits) {
      // What came before the step slept is there already, and stays.
      connection
        .insert(waits)
        .values({ ...wait, state: "open" })
        .onConflictDoUpdate({
          target: [waits.executionId, waits.node, waits.frame],
          set: { title: wait.title, message: wait.message, until: wait.until, approvalId: wait.approvalId },
        })
        .run();
    }
    for (const { executionId: id, node, frame, state } of effects.endedWaits) {
      connection
        .update(waits)
        .set({ state })
        .where(and(eq(waits.executionId, id), eq(waits.node, node), eq(waits.frame, frame)))
        .run();
    }
    for (const { value, bytes, json } of effects.values) {
      connection
        .insert(executionValues)
        .values({ executionId, value, bytes, json })
        .onConflictDoUpdate({
          target: [executionValues.executionId, executionValues.value],
          set: { bytes, json },
        })
        .run();
    }
    dropBodies(connection, effects.goneBodies);
    for (const call of effects.calls) {
      connection.insert(executions).values(executionRow(call)).onConflictDoNothing().run();
      // Stored as one that waits for its turn, which it may have at once.
      if (call.concurrency) giveTurns(connection, { key: call.concurrency.key, at: call.queuedAt });
    }
    for (const entry of effects.cached) {
      connection
        .insert(nodeCache)
        .values(entry)
        .onConflictDoUpdate({
          target: [nodeCache.workflowId, nodeCache.node, nodeCache.hash],
          set: { answer: entry.answer, expiresAt: entry.expiresAt },
        })
        .run();
    }
    for (const event of effects.events) {
      connection.insert(events).values(emittedRow(event)).onConflictDoNothing().run();
    }
    // Due since ever: which clock counts is known to the queue alone.
    for (const task of effects.tasks) insertTask(connection, { task, at: 0 });
  };
}
