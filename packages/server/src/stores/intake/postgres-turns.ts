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
  const { concurrency } = execution;
  if (!concurrency) return execution;
  const { rows } = await client.query<{ active: string }>(
    `select count(*) as active from ${table} where ${active}`,
    [escapeText(concurrency.key)],
  );
  if (Number(rows[0]?.active ?? 0) < concurrency.limit) return execution;
  return { ...execution, wakeAt: null, waitingFor: { kind: "turn", until: null, detail: concurrency.key } };
}

/** The next ones of these keys that wait for their turn have it, one each, where there is room. */
export async function giveTurns(
  client: pg.ClientBase,
  ended: readonly { readonly key: string; readonly at: number }[],
): Promise<void> {
  await lockTurns(
    client,
    ended.map(({ key }) => key),
  );
  for (const { key, at } of ended) {
    await client.query(
      `update ${table} as next set wake_at = $2, waiting_for = null
        from (
          select id, coalesce(concurrency_limit, 1) as most from ${table}
          where concurrency_key = $1 and finished_at is null and status = 'queued' and wake_at is null
          order by id limit 1
        ) as first
        where next.id = first.id and (select count(*) from ${table} where ${active}) < first.most`,
      [escapeText(key), at],
    );
  }
}
