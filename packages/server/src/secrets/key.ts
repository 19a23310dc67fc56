import { createHmac, hkdfSync, randomBytes } from "node:crypto";
import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";

/** A key that encrypts secrets, derived from the master key for this one purpose. */
export interface VaultKey {
  /** Names the key in records without telling it. */
  readonly id: string;
  readonly bytes: Buffer;
  /** By which the same key is recognised at the next start. */
  readonly check: Buffer;
}

const fileName = "secret.key";

/** The master key: what the operator set, or the data folder's own, made once with mode 0600. */
export function readMasterKey(given: {
  readonly dataFolder: string;
  readonly configured: string | undefined;
}): string {
  if (given.configured !== undefined) return given.configured;
  const file = join(given.dataFolder, fileName);
  try {
    return readFileSync(file, "utf8").trim();
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  const key = randomBytes(32).toString("base64");
  try {
    // Refused when another process has made it in between: then that one is the key.
    const handle = openSync(file, "wx", 0o600);
    writeSync(handle, `${key}\n`);
    fsyncSync(handle);
    closeSync(handle);
    return key;
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    return readFileSync(file, "utf8").trim();
  }
}

/** The vault's key of a master key (HKDF-SHA-256, one purpose each). */
export function deriveVaultKey(masterKey: string): VaultKey {
  const bytes = Buffer.from(hkdfSync("sha256", masterKey, "sluice", "secrets aes-256-gcm v1", 32));
  const check = createHmac("sha256", bytes).update("sluice key check").digest();
  const id = createHmac("sha256", bytes).update("sluice key id").digest("hex").slice(0, 16);
  return { id, bytes, check };
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
