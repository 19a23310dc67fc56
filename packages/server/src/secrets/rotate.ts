import type { Clock } from "../clock.ts";
import type { SealedRow, SealedStore } from "../stores/sealed/store.ts";
import { credentialBinding, oauthTokens, secretBinding } from "./bindings.ts";
import type { VaultKey } from "./key.ts";
import { seal, unseal } from "./seal.ts";
import { VaultError } from "./vault-error.ts";

export interface Rotated {
  /** False: the database was on the new key already. */
  readonly changed: boolean;
  readonly secrets: number;
  readonly credentials: number;
  readonly subscriptions: number;
  /** Tokens that providers have granted. */
  readonly grants: number;
}

/**
 * Encrypts everything anew, in one transaction: a crash leaves all of it under the old key or all of it under the new one.
 * Throws a `VaultError`, having changed nothing, when the database is on neither key, when a value does not open, or when
 * somebody wrote or started meanwhile.
 */
export async function rotate(given: {
  readonly store: SealedStore;
  readonly oldKey: VaultKey;
  readonly newKey: VaultKey;
  readonly clock: Clock;
}): Promise<Rotated> {
  const { store, oldKey, newKey, clock } = given;
  const ids = await store.keyIds();
  const before = await store.all();
  const numbers = {
    secrets: before.filter(({ table }) => table === "secrets").length,
    credentials: before.filter(({ table }) => table === "credentials").length,
    subscriptions: before.filter(({ table }) => table === "subscriptions").length,
    grants: before.filter(({ table }) => table === "oauth_grants").length,
  };
  if (ids.includes(newKey.id)) return { changed: false, ...numbers };
  if (ids.length > 0 && !ids.includes(oldKey.id)) {
    throw new VaultError(
      "The secrets in this database were encrypted with another key: give the one that it was last used with as SLUICE_SECRET_KEY, or put the data folder's secret.key back.",
    );
  }
  const rows = before.map((row) => {
    const boundTo = bindingOf(row);
    const value = unseal(oldKey, { sealed: row, boundTo, what: `${nounOf[row.table]} ${row.id}` });
    return { table: row.table, id: row.id, ...seal(newKey, { value, boundTo }) };
  });
  const nonces = before.map(({ nonce }) => nonce);
  const done = await store.replace({ rows, before: nonces, newKey, at: clock() });
  if (done !== "replaced") {
    throw new VaultError(
      done === "running"
        ? "A server was started while the key was being changed; nothing was done. Stop it first."
        : "Something was written while the key was being changed; nothing was done. Try again.",
    );
  }
  return { changed: true, ...numbers };
}

const nounOf = {
  ...{ secrets: "the secret", credentials: "the credential", subscriptions: "the subscription" },
  oauth_grants: "what a provider has granted to the credential",
};

function bindingOf({ table, id, owner }: SealedRow): readonly string[] {
  const [workflowOrType = "", node = "", field = ""] = owner;
  if (table === "secrets") return secretBinding(id, { workflowId: workflowOrType, node, field });
  if (table === "oauth_grants") return credentialBinding({ id, type: oauthTokens });
  return credentialBinding({ id, type: table === "subscriptions" ? "subscription" : workflowOrType });
}
