import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from "node:crypto";
import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { hasCode } from "../error-code.ts";

/** A key that encrypts secrets, derived from the master key for this one purpose. */
export interface VaultKey {
  /** Names the key in records without telling it. */
  readonly id: string;
  readonly bytes: Buffer;
  /** By which the same key is recognised at the next start. */
  readonly check: Buffer;
}

/** The name of a data folder's own. */
export const keyFile = "secret.key";

/** Less than this is no key that was ever made: its file was cut off. */
export const leastLength = 32;

/**
 * The master key: what the operator set, or the data folder's own, made once with mode 0600. Throws a sentence for the operator
 * when the file holds no whole key.
 */
export function readMasterKey(given: {
  readonly dataFolder: string;
  readonly configured: string | undefined;
}): string {
  if (given.configured !== undefined) return given.configured;
  const file = join(given.dataFolder, keyFile);
  return keyIn(file) ?? makeKey(given.dataFolder, file);
}

/** What a file of a key says, whole or not; undefined: there is none. */
export function keyTextIn(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8").trim();
  } catch (error) {
    if (hasCode(error, "ENOENT")) return undefined;
    throw error;
  }
}

function keyIn(file: string): string | undefined {
  const text = keyTextIn(file);
  if (text !== undefined && text.length < leastLength) {
    throw new Error(
      `The file ${file} holds no whole key: put it back from a backup, or, where nothing has been encrypted yet, remove it.`,
    );
  }
  return text;
}

/** Whole under its name or not there at all, whatever ends this in between. Of several processes one makes it. */
function makeKey(folder: string, file: string): string {
  // With PostgreSQL nothing else has made it.
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const key = randomBytes(32).toString("base64");
  const draft = `${file}.${randomBytes(6).toString("hex")}`;
  const handle = openSync(draft, "wx", 0o600);
  try {
    writeSync(handle, `${key}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  try {
    linkSync(draft, file);
  } catch (error) {
    const made = hasCode(error, "EEXIST") ? keyIn(file) : undefined;
    if (made === undefined) throw error;
    return made;
  } finally {
    unlinkSync(draft);
  }
  syncFolder(folder);
  return key;
}

/** Makes the names in a folder last. */
export function syncFolder(folder: string): void {
  const handle = openSync(folder, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** The vault's key of a master key (HKDF-SHA-256, one purpose each). */
export function deriveVaultKey(masterKey: string): VaultKey {
  const bytes = Buffer.from(hkdfSync("sha256", masterKey, "sluice", "secrets aes-256-gcm v1", 32));
  const check = createHmac("sha256", bytes).update("sluice key check").digest();
  const id = createHmac("sha256", bytes).update("sluice key id").digest("hex").slice(0, 16);
  return { id, bytes, check };
}

/** Whether a database that remembers this check value was used with this key. */
export function isCheckedBy(key: VaultKey, check: Uint8Array | undefined): boolean {
  return check !== undefined && check.length === key.check.length && timingSafeEqual(check, key.check);
}
