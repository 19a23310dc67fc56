import type pg from "pg";
import { qualified } from "../database/postgres/update-rows.ts";
import { escapeText, unescapeText } from "../schema/postgres/columns.ts";
import { dedupeClaims } from "../schema/postgres/deliveries.ts";
import type { DedupeClaim } from "./store.ts";

const table = qualified(dedupeClaims);

/**
 * Takes dedupe keys in this transaction: answers by claim whose delivery has the key, itself or another. Sorted, so that
 * two who take the same keys do not wait for each other; whoever comes second waits for the first one's commit.
 */
export async function claimKeys(
  client: pg.ClientBase,
  claims: readonly DedupeClaim[],
): Promise<ReadonlyMap<DedupeClaim, string>> {
  const owners = new Map<DedupeClaim, string>();
  if (claims.length === 0) return owners;
  // Of those that came together the first has it: a statement meets a key once.
  const firsts = new Map<string, DedupeClaim>();
  for (const claim of claims) if (!firsts.has(nameOf(claim))) firsts.set(nameOf(claim), claim);
  const sorted = [...firsts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, claim]) => claim);
  const keys = [sorted.map(({ workflowId }) => escapeText(workflowId)), sorted.map(({ keyHash }) => keyHash)];
  await client.query(
    `insert into ${table} as kept (workflow_id, key_hash, delivery_id, expires_at)
      select workflow_id, key_hash, delivery_id, expires_at
      from unnest($1::text[], $2::text[], $3::text[], $4::bigint[])
        as given(workflow_id, key_hash, delivery_id, expires_at)
      on conflict (workflow_id, key_hash) do update
      set delivery_id = excluded.delivery_id, expires_at = excluded.expires_at where kept.expires_at <= $5`,
    [
      ...keys,
      sorted.map(({ deliveryId }) => escapeText(deliveryId)),
      sorted.map(({ expiresAt }) => expiresAt),
      Math.min(...sorted.map(({ now }) => now)),
    ],
  );
  const { rows } = await client.query<{ workflow: string; hash: string; delivery: string }>(
    `select kept.workflow_id as workflow, kept.key_hash as hash, kept.delivery_id as delivery from ${table} as kept
      join unnest($1::text[], $2::text[]) as wanted(workflow_id, key_hash)
      on kept.workflow_id = wanted.workflow_id and kept.key_hash = wanted.key_hash`,
    keys,
  );
  const found = new Map(
    rows.map(({ workflow, hash, delivery }) => [
      nameOf({ workflowId: unescapeText(workflow), keyHash: hash }),
      unescapeText(delivery),
    ]),
  );
  for (const claim of claims) owners.set(claim, found.get(nameOf(claim)) ?? claim.deliveryId);
  return owners;
}

/** Gives a key back that was taken in this transaction for what is not stored after all. */
export async function returnKey(client: pg.ClientBase, claim: DedupeClaim): Promise<void> {
  await client.query(`delete from ${table} where workflow_id = $1 and key_hash = $2 and delivery_id = $3`, [
    escapeText(claim.workflowId),
    claim.keyHash,
    escapeText(claim.deliveryId),
  ]);
}

/** Gives back the keys that these deliveries have. Sorted, as they are taken. */
export async function freeKeys(client: pg.ClientBase, deliveryIds: readonly string[]): Promise<void> {
  if (deliveryIds.length === 0) return;
  await client.query(
    `delete from ${table} where (workflow_id, key_hash) in (
      select workflow_id, key_hash from ${table} where delivery_id = any($1::text[])
      order by workflow_id, key_hash for update)`,
    [deliveryIds.map(escapeText)],
  );
}

function nameOf({ workflowId, keyHash }: Pick<DedupeClaim, "workflowId" | "keyHash">): string {
  return `${workflowId} ${keyHash}`;
}
