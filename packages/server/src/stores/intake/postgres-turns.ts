import type pg from "pg";
import { qualified } from "../database/postgres/update-rows.ts";
import type { NewExecution } from "../executions/store.ts";
import { escapeText } from "../schema/postgres/columns.ts";
import { executions } from "../schema/postgres/executions.ts";

const table = qualified(executions);
const active = `concurrency_key = $1 and finished_at is null and (status <> 'queued' or wake_at is not null)`;

/**
 * Keeps concurrency keys for this transaction: who counts what goes on of a key must not be overtaken by another process that
 * counts it too. Sorted, so that two who keep the same keys do not wait for each other.
 */
export async function lockTurns(client: pg.ClientBase, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  await client.query(
    "select pg_advisory_xact_lock(hashtextextended(key, 1)) from unnest($1::text[]) as key",
    [[...new Set(keys.map(escapeText))].sort()],
  );
}

/** As it is stored: due at once, or when its turn comes. Its key is kept (`lockTurns`). */
export async function inTurn(client: pg.ClientBase, execution: NewExecution): Promise<NewExecution> {
  const { concurrency, queuedAt: at } = execution;
  // Who waits already goes first, by its limit, which is the newest.
  if (!concurrency || (await roomAfter(client, { ...concurrency, at })) > 0) return execution;
  return { ...execution, wakeAt: null, waitingFor: { kind: "turn", until: null, detail: concurrency.key } };
}

/**
 * Those of these keys that wait have their turn, the oldest first, until it is full by what the execution that came last says:
 * a workflow's limit changes while others wait.
 */
export async function giveTurns(
  client: pg.ClientBase,
  asked: readonly { readonly key: string; readonly at: number }[],
): Promise<void> {
  await lockTurns(
    client,
    asked.map(({ key }) => key),
  );
  for (const { key, at } of asked) await roomAfter(client, { key, at, limit: null });
}

/** Gives turns, and says how much room is left then. */
async function roomAfter(
  client: pg.ClientBase,
  { key, limit, at }: { readonly key: string; readonly limit: number | null; readonly at: number },
): Promise<number> {
  const { rows } = await client.query<{ room: string; given: string }>(
    `with room as (
        select coalesce($3::int, (
          select concurrency_limit from ${table} where concurrency_key = $1 and finished_at is null
          order by id desc limit 1
        ), 1) - (select count(*) from ${table} where ${active}) as free
      ), given as (
        update ${table} set wake_at = $2, waiting_for = null
        where id in (
          select id from ${table}
          where concurrency_key = $1 and finished_at is null and status = 'queued' and wake_at is null
          order by id limit (select greatest(free, 0) from room)
        )
        returning id
      )
      select (select free from room) as room, (select count(*) from given) as given`,
    [escapeText(key), at, limit],
  );
  const [row] = rows;
  return Number(row?.room ?? 0) - Number(row?.given ?? 0);
}
