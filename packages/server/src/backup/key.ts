import { existsSync } from "node:fs";
import { link, rename } from "node:fs/promises";
import { join } from "node:path";
import type { Config } from "../config.ts";
import { deriveVaultKey, keyTextIn } from "../secrets/key.ts";
import { adoptPendingKey, pendingKey, pendingKeyFile, writePendingKey } from "../secrets/key-file.ts";
import { syncFolder } from "./archive.ts";
import { BackupError } from "./backup-error.ts";
import { keyFile, type Manifest } from "./manifest.ts";

/** The key of a data folder, as text; undefined: none has been made. */
export function keyIn(folder: string): string | undefined {
  return keyTextIn(join(folder, keyFile));
}

/** Names a key without telling it. */
export const keyId = (key: string): string => deriveVaultKey(key).id;

/** For the names of what is kept aside: `2026-11-26T22-45-00-000Z`. */
export const stampOf = (now: Date): string => now.toISOString().replaceAll(/[:.]/g, "-");

/**
 * Throws a `BackupError` when the server would not be able to read the secrets of the backup afterwards: it would refuse to
 * start. Says nothing when no key is known here: the operator still has to put it there.
 */
export function insistOnKey(given: {
  readonly manifest: Manifest;
  readonly config: Pick<Config, "data" | "secretKey">;
  readonly replace: boolean;
}): void {
  const { manifest, config, replace } = given;
  const { id, included } = manifest.key;
  if (id === null) return;
  if (config.secretKey !== undefined) {
    if (keyId(config.secretKey) === id) return;
    throw new BackupError(
      "SLUICE_SECRET_KEY is another key than the one that the secrets in the backup are encrypted with: set it to that one, or leave it out when the backup has its key.",
    );
  }
  const there = keyIn(config.data);
  if (there === undefined || keyId(there) === id || (included && replace)) return;
  throw new BackupError(
    `The ${keyFile} in ${config.data} is another key than the one that the secrets in the backup are encrypted with: ${
      included
        ? "choose an empty folder with --data, or keep it aside with --replace"
        : "put the right one there first"
    }.`,
  );
}

/**
 * Writes the key of the backup beside the folder's own, as a change of the key does: from the moment when the database that
 * needs it is there, a start takes it. `keyIds`: of the database that goes; undefined: nobody can read it. Returns what makes it
 * the folder's key once its database is there, and resolves to where another one is kept.
 */
export function prepareKey(given: {
  readonly folder: string;
  readonly data: string;
  readonly manifest: Manifest;
  readonly keyIds: readonly string[] | undefined;
  readonly now: Date;
}): () => Promise<string[]> {
  const { folder, data, manifest, keyIds, now } = given;
  const own = manifest.key.included ? keyIn(folder) : undefined;
  if (own === undefined) return async () => [];
  const waiting = pendingKey(data);
  // A change that was cut off: the database that goes may need the key that waits, so both are kept.
  if (waiting !== undefined && keyIds?.includes(keyId(waiting)) !== false) adoptPendingKey(data);
  if (keyIn(data) === own) return async () => [];
  writePendingKey(data, own);
  return async () => {
    const file = join(data, keyFile);
    const aside = `${file}.replaced-${stampOf(now)}`;
    const moves = existsSync(file);
    if (moves) await link(file, aside);
    await syncFolder(data);
    await rename(join(data, pendingKeyFile), file);
    await syncFolder(data);
    return moves ? [aside] : [];
  };
}
