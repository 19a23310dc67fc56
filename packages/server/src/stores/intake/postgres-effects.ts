import type pg from "pg";
import { addTasks } from "../database/postgres/add-tasks.ts";
import { insertRowsOf, lastOfEach } from "../database/postgres/insert-rows.ts";
import { inRounds, updateRowsOf } from "../database/postgres/update-rows.ts";
import { emittedRow } from "../events/event-row.ts";
import { events } from "../schema/postgres/events.ts";
import { executionValues } from "../schema/postgres/execution-values.ts";
import { executions } from "../schema/postgres/executions.ts";
import { nodeCache } from "../schema/postgres/node-cache.ts";
import { waits } from "../schema/postgres/waits.ts";
import { executionRow } from "./execution-row.ts";
import { dropBodies } from "./postgres-held.ts";
import { giveTurns } from "./postgres-turns.ts";
import type { JournalEffects } from "./store.ts";

// What came before the step slept is there already, and stays.
const insertWaits = insertRowsOf(waits, {
  onConflict: `(execution_id, node, frame) DO UPDATE SET title = excluded.title, message = excluded.message,
    until = excluded.until, approval_id = excluded.approval_id`,
});
const endWaits = updateRowsOf(waits, {
  key: "executionId",
  set: ["node", "frame", "state"],
  guard: "kept.node = given.node and kept.frame = given.frame",
});
const insertValues = insertRowsOf(executionValues, {
  onConflict: "(execution_id, value) DO UPDATE SET bytes = excluded.bytes, json = excluded.json",
});
const insertCalls = insertRowsOf(executions, { onConflict: "DO NOTHING" });
const insertCached = insertRowsOf(nodeCache, {
  onConflict:
    "(workflow_id, node, hash) DO UPDATE SET answer = excluded.answer, expires_at = excluded.expires_at",
});
const insertEvents = insertRowsOf(events, { onConflict: "DO NOTHING" });

/** What the steps of one execution left behind besides their records. */
export interface LeftBehind {
  readonly executionId: string;
  readonly effects: JournalEffects;
}

/** Writes what steps left behind, a statement a kind. */
export async function writeEffects(client: pg.ClientBase, left: readonly LeftBehind[]): Promise<void> {
  if (left.length === 0) return;
  const all = <Name extends keyof JournalEffects>(name: Name) =>
    left.flatMap(({ effects }): readonly JournalEffects[Name][number][] => effects[name]);

  const opened = all("waits").map((wait) => ({
    ...{ ...wait, state: "open" as const, result: null, resolvedAt: null, resolvedBy: null },
  }));
  await insertWaits(
    client,
    lastOfEach(opened, ({ executionId, node, frame }) => [executionId, node, frame]),
  );
  // A column that is set to what it is compared with changes nothing: `set` brings its value along.
  for (const round of inRounds(all("endedWaits"), placeOf)) await endWaits(client, round);
  await writeValues(
    client,
    left.map(({ executionId, effects }) => ({ executionId, values: effects.values })),
  );
  await insertCalls(client, all("calls").map(executionRow));
  // Stored as ones that wait for their turn, which they may have at once.
  const inTurn = all("calls").flatMap(({ concurrency, queuedAt: at }) =>
    concurrency ? [{ key: concurrency.key, at }] : [],
  );
  if (inTurn.length > 0) await giveTurns(client, inTurn);
  await insertCached(
    client,
    lastOfEach(all("cached"), ({ workflowId, node, hash }) => [workflowId, node, hash]),
  );
  await insertEvents(client, all("events").map(emittedRow));
  await dropBodies(client, all("goneBodies"));
  await addTasks(client, { tasks: all("tasks"), at: Date.now() });
}

export async function writeValues(
  client: pg.ClientBase,
  given: readonly { readonly executionId: string; readonly values: JournalEffects["values"] }[],
): Promise<void> {
  const rows = given.flatMap(({ executionId, values }) => values.map((value) => ({ executionId, ...value })));
  await insertValues(
    client,
    lastOfEach(rows, ({ executionId, value }) => [executionId, value]),
  );
}

function placeOf({ executionId, node, frame }: JournalEffects["endedWaits"][number]): string {
  return JSON.stringify([executionId, node, frame]);
}
