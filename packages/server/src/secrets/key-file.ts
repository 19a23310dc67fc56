import { randomBytes } from "node:crypto";
import {
  closeSync,
  fchownSync,
  fsyncSync,
  linkSync,
  openSync,
  renameSync,
  statSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { hasCode } from "../error-code.ts";
import { deriveVaultKey, keyTextIn, leastLength, readMasterKey, syncFolder } from "./key.ts";

/*
 * A key is changed in three steps that a crash may part: the new one is written beside the old one (`secret.key.new`), the
 * database is encrypted anew in one transaction, the new file takes the old one's place. Which of the two counts, the
 * database knows: it names its key. So whoever starts afterwards finishes what was begun.
 */

const current = "secret.key";
/** The name of the one that waits. */
export const pendingKeyFile = "secret.key.new";

/** The key that waits to take the place of the folder's; undefined: none does. */
export function pendingKey(dataFolder: string): string | undefined {
  const text = keyTextIn(join(dataFolder, pendingKeyFile));
  // Cut off while it was written: nothing can have been encrypted with it yet.
  return text !== undefined && text.length < leastLength ? undefined : text;
}

/** Writes the key that is to be the folder's; on disk when this returns. */
export function writePendingKey(dataFolder: string, key = randomBytes(32).toString("base64")): string {
  const handle = openSync(join(dataFolder, pendingKeyFile), "w", 0o600);
  try {
    // Made by root for a server of another account: that one must be able to read it.
    const owner = statSync(join(dataFolder, current), { throwIfNoEntry: false });
    if (owner !== undefined && process.getuid?.() === 0) fchownSync(handle, owner.uid, owner.gid);
    writeSync(handle, `${key}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  syncFolder(dataFolder);
  return key;
}

/** Makes the waiting key the folder's own. The old one stays beside it, named by its id: old backups need it. */
export function adoptPendingKey(dataFolder: string): { readonly oldFile: string } {
  const old = readMasterKey({ dataFolder, configured: undefined });
  const oldFile = join(dataFolder, `${current}.${deriveVaultKey(old).id}`);
  try {
    // A second name of the same file: there is no moment at which half of it is there.
    linkSync(join(dataFolder, current), oldFile);
  } catch (error) {
    if (!hasCode(error, "EEXIST")) throw error;
  }
  syncFolder(dataFolder);
  renameSync(join(dataFolder, pendingKeyFile), join(dataFolder, current));
  syncFolder(dataFolder);
  return { oldFile };
}

/**
 * The master key that goes with a database: what the operator has set, else the folder's own, once a change of it that was
 * cut off has been finished.
 */
export async function masterKeyFor(given: {
  readonly dataFolder: string;
  readonly configured: string | undefined;
  readonly store: { keyIds(): Promise<readonly string[]> };
}): Promise<string> {
  const { dataFolder, configured, store } = given;
  const pending = configured === undefined ? pendingKey(dataFolder) : undefined;
  if (pending !== undefined && (await store.keyIds()).includes(deriveVaultKey(pending).id))
    adoptPendingKey(dataFolder);
  return readMasterKey(given);
}
