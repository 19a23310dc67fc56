import type { Clock } from "../clock.ts";
import { newId } from "../ids.ts";
import type { SecretRecord, SecretsStore } from "../stores/secrets/store.ts";
import { StoreUnavailableError } from "../stores/store-unavailable.ts";
import { credentialBinding, secretBinding } from "./bindings.ts";
import { isCheckedBy, type VaultKey } from "./key.ts";
import { type Sealed, seal, unseal } from "./seal.ts";
import type { SecretOwner, SecretReader } from "./secret-reader.ts";
import { VaultError } from "./vault-error.ts";

/** A credential's secret is bound to its id and type: in another row, or taken for another type, it does not open. */
export interface CredentialOwner {
  readonly id: string;
  readonly type: string;
}

/** What says whether this process may still encrypt: its lease, where it is one of many. */
export interface KeyHold {
  /** False: it gave no sign of life for so long that the key may have been changed meanwhile. */
  readonly lasts: boolean;
  /** Looks which key it is. Rejects when it is another one, or nobody can say. */
  renew(): Promise<void>;
}

export interface Vault extends SecretReader {
  /** For who cannot do again what leads to the value to encrypt: resolves when this process may. Rejects as `KeyHold.renew`. */
  ready(): Promise<void>;
  /**
   * Encrypts a value for one place. Throws a `StoreUnavailableError` while it is not known whether the key is still the
   * database's. The record is stored with the document that refers to it.
   */
  seal(given: { readonly value: string; readonly owner: SecretOwner }): SecretRecord;
  sealCredential(given: { readonly value: string; readonly owner: CredentialOwner }): Sealed;
  /** Throws a `VaultError` when it is damaged or belongs to another credential. */
  openCredential(given: { readonly sealed: Sealed; readonly owner: CredentialOwner }): string;
}

/**
 * Opens the vault. Throws a `VaultError` when the database was used with another key, before anything is written with
 * the wrong one.
 */
export async function openVault(given: {
  key: VaultKey;
  store: SecretsStore;
  clock: Clock;
  /** Left out: nobody changes the key while this process runs. */
  hold?: KeyHold;
}): Promise<Vault> {
  const { key, store, clock, hold } = given;
  await insistOnKey(given);
  const insistOnHold = () => {
    if (hold?.lasts !== false) return;
    // Whoever asks again finds it looked at.
    hold.renew().catch(() => {});
    throw new StoreUnavailableError("this process has to look first whether its key is still the right one");
  };

  return {
    async ready() {
      if (hold?.lasts === false) await hold.renew();
    },

    seal({ value, owner }) {
      insistOnHold();
      const createdAt = clock();
      const id = newId("sec", createdAt);
      return { id, ...owner, ...seal(key, { value, boundTo: secretBinding(id, owner) }), createdAt };
    },

    async reveal({ id, owner }) {
      const record = await store.get(id);
      if (!record || !isOwner(record, owner)) return undefined;
      return unseal(key, { sealed: record, boundTo: secretBinding(id, owner), what: `the secret ${id}` });
    },

    sealCredential({ value, owner }) {
      insistOnHold();
      return seal(key, { value, boundTo: credentialBinding(owner) });
    },

    openCredential({ sealed, owner }) {
      return unseal(key, { sealed, boundTo: credentialBinding(owner), what: `the credential ${owner.id}` });
    },
  };
}

/** Throws a `VaultError` when the database is used with another key. */
export async function insistOnKey(given: {
  readonly key: VaultKey;
  readonly store: SecretsStore;
  readonly clock: Clock;
}): Promise<void> {
  const { key, store, clock } = given;
  const ids = await store.keyIds();
  if (ids.length === 0) await store.rememberKey({ keyId: key.id, check: key.check, at: clock() });
  if (!isCheckedBy(key, await store.keyCheck(key.id))) {
    throw new VaultError(
      "The secrets in this database were encrypted with another key. Start with that SLUICE_SECRET_KEY, or put the data folder's secret.key back.",
    );
  }
}

function isOwner(record: SecretRecord, owner: SecretOwner): boolean {
  return record.workflowId === owner.workflowId && record.node === owner.node && record.field === owner.field;
}
