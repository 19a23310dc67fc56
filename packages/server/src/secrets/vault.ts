import { createCipheriv, createDecipheriv, randomBytes, timingSafeEqual } from "node:crypto";
import type { Clock } from "../clock.ts";
import { newId } from "../ids.ts";
import type { SecretRecord, SecretsStore } from "../stores/secrets/store.ts";
import type { VaultKey } from "./key.ts";
import type { SecretOwner, SecretReader } from "./secret-reader.ts";

/** The database's secrets were encrypted with another key, or a record is damaged. */
export class VaultError extends Error {
  override readonly name = "VaultError";
}

export interface Vault extends SecretReader {
  /** Encrypts a value for one place. The record is stored with the document that refers to it. */
  seal(given: { readonly value: string; readonly owner: SecretOwner }): SecretRecord;
}

const cipher = "aes-256-gcm";
const nonceBytes = 12;
const tagBytes = 16;

/**
 * Opens the vault: AES-256-GCM with a random 96-bit nonce; the id and the owner are authenticated with it, so that a
 * ciphertext that is moved to another row or another place does not open.
 * Throws a `VaultError` when the database was used with another key, before anything is written with the wrong one.
 */
export async function openVault(given: { key: VaultKey; store: SecretsStore; clock: Clock }): Promise<Vault> {
  const { key, store, clock } = given;
  await insistOnKey(key, store, clock);

  return {
    seal({ value, owner }) {
      const createdAt = clock();
      const id = newId("sec", createdAt);
      const nonce = randomBytes(nonceBytes);
      const encryption = createCipheriv(cipher, key.bytes, nonce).setAAD(boundTo(id, owner));
      const ciphertext = Buffer.concat([
        encryption.update(value, "utf8"),
        encryption.final(),
        encryption.getAuthTag(),
      ]);
      return { id, ...owner, keyId: key.id, nonce, ciphertext, createdAt };
    },

    async reveal({ id, owner }) {
      const record = await store.get(id);
      if (!record || !isOwner(record, owner)) return undefined;
      if (record.keyId !== key.id) throw new VaultError(`the secret ${id} was encrypted with another key`);
      const tagAt = record.ciphertext.length - tagBytes;
      if (tagAt < 0) throw new VaultError(`the secret ${id} is damaged`);
      const decryption = createDecipheriv(cipher, key.bytes, record.nonce, { authTagLength: tagBytes })
        .setAAD(boundTo(id, owner))
        .setAuthTag(record.ciphertext.subarray(tagAt));
      try {
        return (
          decryption.update(record.ciphertext.subarray(0, tagAt), undefined, "utf8") +
          decryption.final("utf8")
        );
      } catch (cause) {
        throw new VaultError(`the secret ${id} is damaged`, { cause });
      }
    },
  };
}

async function insistOnKey(key: VaultKey, store: SecretsStore, clock: Clock): Promise<void> {
  const ids = await store.keyIds();
  if (ids.length === 0) await store.rememberKey({ keyId: key.id, check: key.check, at: clock() });
  const check = await store.keyCheck(key.id);
  if (check === undefined || check.length !== key.check.length || !timingSafeEqual(check, key.check)) {
    throw new VaultError(
      "The secrets in this database were encrypted with another key. Start with that SLUICE_SECRET_KEY, or put the data folder's secret.key back.",
    );
  }
}

function isOwner(record: SecretRecord, owner: SecretOwner): boolean {
  return record.workflowId === owner.workflowId && record.node === owner.node && record.field === owner.field;
}

function boundTo(id: string, { workflowId, node, field }: SecretOwner): Buffer {
  return Buffer.from(JSON.stringify([id, workflowId, node, field]), "utf8");
}
