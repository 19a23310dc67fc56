import type pg from "pg";
import { insertRowsOf } from "../database/postgres/insert-rows.ts";
import { givenRowsOf, inRounds, qualified } from "../database/postgres/update-rows.ts";
import { escapeText, unescapeText } from "../schema/postgres/columns.ts";
import { executions } from "../schema/postgres/executions.ts";
import { journal } from "../schema/postgres/journal.ts";
import { waits } from "../schema/postgres/waits.ts";
import { json, progressColumns } from "./execution-row.ts";
import { writeEffects } from "./postgres-effects.ts";
import { giveTurns } from "./postgres-turns.ts";
import type { IntakeStore } from "./store.ts";

type Append = Parameters<IntakeStore["append"]>[0];

/** It may still change. */
export const unfinished = "status in ('queued', 'running', 'waiting')";

const insertJournal = insertRowsOf(journal);
const moving = givenRowsOf(executions, [
  ...([
    "id",
    "epoch",
    "status",
    "startedAt",
    "finishedAt",
    "answer",
    "error",
    "failedByDesign",
    "warnings",
  ] as const),
  ...(["wakeAt", "waitingFor", "ranMs"] as const),
]);
const moved = moving.columns.slice(2).map((name) => `${name} = given.${name}`);
const move = `UPDATE ${qualified(executions)} AS kept SET ${moved.join(", ")},
    worker = CASE WHEN given.status = 'waiting' THEN NULL ELSE kept.worker END
  FROM ${moving.from}
  WHERE kept.id = given.id AND kept.epoch = given.epoch AND kept.${unfinished}
  RETURNING kept.id, kept.concurrency_key AS key`;
const holding = givenRowsOf(executions, ["id", "epoch"]);
const hold = `SELECT kept.id FROM ${qualified(executions)} AS kept, ${holding.from}
  WHERE kept.id = given.id AND kept.epoch = given.epoch AND kept.${unfinished}
  ORDER BY kept.id FOR NO KEY UPDATE OF kept`;

export async function append(client: pg.ClientBase, given: readonly Append[]): Promise<boolean[]> {
  const open = new Set<Append>();
  for (const round of inRounds(given, ({ executionId }) => executionId)) {
    const keys = await held(client, round);
    // Once their rows are kept: a commit that was given up may have been under way until then.
    const before = await written(client, round);
    for (const one of before) open.add(one);
    const still = round.filter((one) => keys.has(one.executionId) && !before.has(one));
    for (const one of still) open.add(one);
    await insertJournal(
      client,
      still.flatMap(({ chunk }) => chunk ?? []),
    );
    await closeWaits(
      client,
      still.filter(hasEnded).map(({ executionId }) => executionId),
    );
    await writeEffects(
      client,
      still.flatMap(({ executionId, effects }) => (effects ? [{ executionId, effects }] : [])),
    );
    await wakeEarly(client, [...still, ...before]);
    for (const one of still)
      if (one.result) await handOver(client, one.result, one.progress?.finishedAt ?? 0);
    await giveTurns(
      client,
      still.flatMap(({ executionId, progress }) => {
        const key = keys.get(executionId);
        return progress?.finishedAt != null && key != null ? [{ key, at: progress.finishedAt }] : [];
      }),
    );
  }
  return given.map((one) => open.has(one));
}

/** Moves those that are still their holder's to change, and keeps the others of them for this transaction. By id: their key. */
async function held(client: pg.ClientBase, round: readonly Append[]): Promise<Map<string, string | null>> {
  const keys = new Map<string, string | null>();
  const changing = round.flatMap(({ executionId, epoch, progress }) =>
    progress ? [{ id: executionId, epoch, ...progressColumns(progress) }] : [],
  );
  if (changing.length > 0) {
    const { rows } = await client.query<{ id: string; key: string | null }>(move, moving.values(changing));
    for (const { id, key } of rows) keys.set(unescapeText(id), key === null ? null : unescapeText(key));
  }
  const resting = round.flatMap(({ executionId, epoch, progress }) =>
    progress ? [] : [{ id: executionId, epoch }],
  );
  if (resting.length > 0) {
    const { rows } = await client.query<{ id: string }>(hold, holding.values(resting));
    for (const { id } of rows) keys.set(unescapeText(id), null);
  }
  return keys;
}

/**
 * Those of which this holder has written the chunk before, so all that came with it: it may have ended the execution, or
 * let it go.
 */
async function written(client: pg.ClientBase, round: readonly Append[]): Promise<Set<Append>> {
  const known = new Set<Append>();
  for (const one of round) {
    const { chunk, executionId, epoch, again = false } = one;
    if (!again || !chunk) continue;
    const { rowCount } = await client.query(
      `select from ${qualified(journal)} as kept
        join ${qualified(executions)} as held on held.id = kept.execution_id and held.epoch = $4
        where kept.execution_id = $1 and kept.seq = $2 and kept.records = $3`,
      [escapeText(executionId), chunk.seq, chunk.records, epoch],
    );
    if (rowCount === 1) known.add(one);
  }
  return known;
}

/**
 * Something may have come while executions were about to be let go: then they are due at once. Asked after their rows were
 * kept: whoever brings something keeps the same row first.
 */
async function wakeEarly(client: pg.ClientBase, still: readonly Append[]): Promise<void> {
  const ids = still
    .filter(({ progress }) => progress?.status === "waiting")
    .map(({ executionId }) => executionId);
  if (ids.length === 0) return;
  await client.query(
    `update ${qualified(executions)} as kept set wake_at = least(kept.wake_at, come.at)
      from (
        select execution_id, min(coalesce(resolved_at, 0)) as at from ${qualified(waits)}
        where execution_id = any($1::text[]) and state = 'resolved' group by execution_id
      ) as come
      where kept.id = come.execution_id`,
    [ids.map(escapeText)],
  );
}

/** Gives the step that called what its call came to. */
export async function handOver(
  client: pg.ClientBase,
  result: NonNullable<Append["result"]>,
  at: number,
): Promise<void> {
  const { place, woken } = result;
  await keepRow(client, place.executionId);
  await client.query(
    `update ${qualified(waits)} set state = 'resolved', result = $4, resolved_at = $5
      where execution_id = $1 and node = $2 and frame = $3 and state = 'open'`,
    [escapeText(place.executionId), escapeText(place.node), escapeText(place.frame), json(woken), at],
  );
  await wake(client, place.executionId, at);
}

/** Keeps an execution's row for this transaction: its holder may be about to let it go. False: it has ended, or never was. */
export async function keepRow(
  client: pg.ClientBase,
  executionId: string,
): Promise<{ workflowId: string } | undefined> {
  const { rows } = await client.query<{ workflow_id: string }>(
    `select workflow_id from ${qualified(executions)} where id = $1 and ${unfinished} for no key update`,
    [escapeText(executionId)],
  );
  return rows[0] && { workflowId: unescapeText(rows[0].workflow_id) };
}

/** Makes a waiting execution due. */
export async function wake(client: pg.ClientBase, executionId: string, at: number): Promise<void> {
  await client.query(
    `update ${qualified(executions)} set wake_at = $2 where id = $1 and status = 'waiting'`,
    [escapeText(executionId), at],
  );
}

export async function closeWaits(client: pg.ClientBase, executionIds: readonly string[]): Promise<void> {
  if (executionIds.length === 0) return;
  await client.query(
    `update ${qualified(waits)} set state = 'closed'
      where execution_id = any($1::text[]) and state in ('open', 'resolved')`,
    [executionIds.map(escapeText)],
  );
}

function hasEnded({ progress }: Append): boolean {
  return progress?.finishedAt != null;
}
