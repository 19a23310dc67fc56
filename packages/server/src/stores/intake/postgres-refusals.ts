import type pg from "pg";
import { qualified } from "../database/postgres/update-rows.ts";
import { escapeText } from "../schema/postgres/columns.ts";
import { deliveries, deliveryCounters } from "../schema/postgres/deliveries.ts";
import type { IntakeStore } from "./store.ts";

type Count = Parameters<IntakeStore["refuse"]>[0]["counts"][number];

/** Adds to the counters, each row once and in the order of its key: other processes count the same ones. */
export async function countRefusals(client: pg.ClientBase, counts: readonly Count[]): Promise<void> {
  const sums = new Map<string, Count>();
  for (const one of counts) {
    const key = JSON.stringify([one.workflowId, one.reason]);
    const before = sums.get(key);
    const count = one.count + (before?.count ?? 0);
    sums.set(key, { ...one, count, lastAt: Math.max(one.lastAt, before?.lastAt ?? 0) });
  }
  if (sums.size === 0) return;
  const rows = [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  await client.query(
    `insert into ${qualified(deliveryCounters)} as kept (workflow_id, reason, count, last_at)
      select * from unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[])
      on conflict (workflow_id, reason) do update
        set count = kept.count + excluded.count, last_at = greatest(kept.last_at, excluded.last_at)`,
    [
      rows.map(({ workflowId }) => escapeText(workflowId)),
      rows.map(({ reason }) => escapeText(reason)),
      rows.map(({ count }) => count),
      rows.map(({ lastAt }) => lastAt),
    ],
  );
}

/** Removes the refused deliveries of each workflow but for the newest `keep`. */
export async function pruneRefused(
  client: pg.ClientBase,
  { workflowIds, keep }: { workflowIds: readonly string[]; keep: number },
): Promise<void> {
  if (workflowIds.length === 0) return;
  const table = qualified(deliveries);
  await client.query(
    `delete from ${table} where id in (
      select surplus.id from unnest($1::text[]) as wanted(id) cross join lateral (
        select id from ${table} where workflow_id = wanted.id and verdict = 'refused' order by id desc offset $2
      ) as surplus)`,
    [workflowIds.map(escapeText), keep],
  );
}
