import type { Connection } from "../database/connect.ts";
import type { DedupeClaim } from "./store.ts";

/** Takes a dedupe key in the transaction that runs. Answers whose delivery has it when it is taken, else null. */
export function keyClaimer(connection: Connection): (claim: DedupeClaim) => string | null {
  const insert = connection.$client.prepare<[string, string, string, number, number]>(
    `INSERT INTO dedupe_claims AS kept (workflow_id, key_hash, delivery_id, expires_at) VALUES (?, ?, ?, ?)
      ON CONFLICT (workflow_id, key_hash) DO UPDATE
      SET delivery_id = excluded.delivery_id, expires_at = excluded.expires_at WHERE kept.expires_at <= ?`,
  );
  const select = connection.$client
    .prepare<[string, string], string>(
      "SELECT delivery_id FROM dedupe_claims WHERE workflow_id = ? AND key_hash = ?",
    )
    .pluck();
  return ({ workflowId, keyHash, deliveryId, now, expiresAt }) => {
    const { changes } = insert.run(workflowId, keyHash, deliveryId, expiresAt, now);
    return changes > 0 ? null : (select.get(workflowId, keyHash) ?? null);
  };
}
