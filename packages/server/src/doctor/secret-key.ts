import { join } from "node:path";
import { deriveVaultKey, isCheckedBy, keyFile, keyTextIn } from "../secrets/key.ts";
import { pendingKeyFile } from "../secrets/key-file.ts";
import { type Finding, saidBy, well, wrong } from "./finding.ts";

/** What a database remembers of a key that it was used with. */
export interface KnownKey {
  readonly id: string;
  readonly check: Uint8Array;
}

/** Whether the next start has the key that this database was used with. Makes none and remembers none. */
export function keyFindings(given: {
  readonly dataFolder: string;
  readonly configured: string | undefined;
  readonly known: readonly KnownKey[];
}): Finding[] {
  const { dataFolder, configured, known } = given;
  if (known.length === 0) return [];
  try {
    // One that waits counts where the database knows it: the next start puts it in its place.
    const files = [pendingKeyFile, keyFile].map((name) => join(dataFolder, name));
    const texts = configured === undefined ? files.map(keyTextIn) : [configured];
    const keys = texts.flatMap((text) => (text === undefined ? [] : [deriveVaultKey(text)]));
    if (keys.some((key) => known.some(({ id, check }) => id === key.id && isCheckedBy(key, check)))) {
      return [well("The secret key is the one that the database was used with.")];
    }
    return [wrong(keys.length === 0 ? missing(dataFolder) : other(configured !== undefined))];
  } catch (error) {
    return [wrong(`The secret key in ${dataFolder} cannot be read: ${saidBy(error)}.`)];
  }
}

function missing(dataFolder: string): string {
  return `The secret key that the database was used with is not in ${dataFolder}: put its secret.key back, or set SLUICE_SECRET_KEY to it.`;
}

function other(isConfigured: boolean): string {
  return isConfigured
    ? "SLUICE_SECRET_KEY is not the key that the database was used with, and a start refuses it: set it to that one."
    : "The data folder's secret.key is not the key that the database was used with, and a start refuses it: put that one back, or set SLUICE_SECRET_KEY to it.";
}
