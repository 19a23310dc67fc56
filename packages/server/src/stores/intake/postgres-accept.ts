import type pg from "pg";
import { insertRowsOf } from "../database/postgres/insert-rows.ts";
import { qualified } from "../database/postgres/update-rows.ts";
import type { NewExecution } from "../executions/store.ts";
import { escapeText, unescapeText } from "../schema/postgres/columns.ts";
import { executions } from "../schema/postgres/executions.ts";
import { journal } from "../schema/postgres/journal.ts";
import { executionRow } from "./execution-row.ts";
import { claimKeys, returnKey } from "./postgres-dedupe.ts";
import { writeDeliveries } from "./postgres-deliveries.ts";
import { writeEffects, writeValues } from "./postgres-effects.ts";
import { release } from "./postgres-held.ts";
import { inTurn, lockTurns } from "./postgres-turns.ts";
import type { IntakeStore } from "./store.ts";

type Given<Method extends "accept" | "enqueue" | "prepare"> = Parameters<IntakeStore[Method]>[0];
type Accept = Given<"accept">;

const insertExecutions = insertRowsOf(executions);
const insertFirst = insertRowsOf(executions, {
  onConflict: "(start_key) WHERE start_key IS NOT NULL DO NOTHING",
});
const insertJournal = insertRowsOf(journal);

type Accepted = Awaited<ReturnType<IntakeStore["accept"]>>;

export async function accept(client: pg.ClientBase, given: readonly Accept[]): Promise<Accepted[]> {
  await lockTurns(client, given.flatMap(keyOf));
  const refused = await turnedAway(client, given);
  const stored: Accept[] = [];
  const plain: NewExecution[] = [];
  for (const one of given) {
    if (refused.has(one)) continue;
    const { held, claim } = one;
    const execution = await inTurn(client, one.execution);
    if (one.refuseWhenFull && execution.waitingFor?.kind === "turn") {
      refused.set(one, "full");
      if (claim) await returnKey(client, claim);
      continue;
    }
    // Once there is room: what is refused is still held.
    if (held && !(await release(client, { held, executionId: execution.id }))) {
      refused.set(one, "gone");
      continue;
    }
    // At once: it counts for the next one of its key.
    if (execution.concurrency) await insertExecutions(client, [executionRow(execution)]);
    else plain.push(execution);
    stored.push(one);
  }
  await insertExecutions(client, plain.map(executionRow));
  await writeDeliveries(
    client,
    stored.flatMap(({ delivery }) => delivery ?? []),
  );
  await insertJournal(client, stored.flatMap(firstChunk));
  await writeEffects(
    client,
    stored.flatMap(({ execution, effects }) => (effects ? [{ executionId: execution.id, effects }] : [])),
  );
  const fullIds = new Set(
    [...refused].flatMap(([{ execution }, became]) =>
      became === "full" ? (execution.deliveryId ?? []) : [],
    ),
  );
  return given.map((one) => {
    const became = refused.get(one) ?? "stored";
    // The first of its key came in the same breath and found no room: neither is stored.
    return typeof became === "object" && fullIds.has(became.duplicateOf) ? "full" : became;
  });
}

/** Those whose dedupe key another delivery has. Most have none. */
async function turnedAway(client: pg.ClientBase, given: readonly Accept[]): Promise<Map<Accept, Accepted>> {
  const away = new Map<Accept, Accepted>();
  const claiming = given.filter(({ claim }) => claim);
  if (claiming.length > 0) {
    const owners = await claimKeys(
      client,
      claiming.flatMap(({ claim }) => claim ?? []),
    );
    for (const one of claiming) {
      const owner = one.claim ? owners.get(one.claim) : undefined;
      if (owner !== undefined && owner !== one.claim?.deliveryId) away.set(one, { duplicateOf: owner });
    }
  }
  return away;
}

export async function enqueue(
  client: pg.ClientBase,
  given: readonly Given<"enqueue">[],
): Promise<{ executionId: string; created: boolean }[]> {
  await lockTurns(client, given.flatMap(keyOf));
  const results: { executionId: string; created: boolean }[] = [];
  for (const one of given) {
    const { execution } = one;
    const there = await startedBy(client, execution.startKey);
    if (there === undefined) await insertFirst(client, [executionRow(await inTurn(client, execution))]);
    // Another process may have stored one of the same key since: whose is there now?
    const executionId = there ?? (await startedBy(client, execution.startKey)) ?? execution.id;
    const created = executionId === execution.id;
    if (created) await insertJournal(client, firstChunk(one));
    results.push({ executionId, created });
  }
  return results;
}

export async function prepare(
  client: pg.ClientBase,
  given: readonly Given<"prepare">[],
): Promise<undefined[]> {
  await writeValues(client, given);
  await insertJournal(
    client,
    given.flatMap(({ chunk }) => chunk ?? []),
  );
  return given.map(() => undefined);
}

async function startedBy(client: pg.ClientBase, startKey: string | null): Promise<string | undefined> {
  if (startKey === null) return undefined;
  const { rows } = await client.query<{ id: string }>(
    `select id from ${qualified(executions)} where start_key = $1`,
    [escapeText(startKey)],
  );
  return rows[0] && unescapeText(rows[0].id);
}

function keyOf({ execution }: { readonly execution: NewExecution }): string[] {
  return execution.concurrency ? [execution.concurrency.key] : [];
}

function firstChunk({ execution, journal: records }: Given<"enqueue">) {
  return records === null ? [] : [{ executionId: execution.id, seq: 0, records }];
}
