import { mkdirSync } from "node:fs";
import { join } from "node:path";
import Sqlite from "better-sqlite3";

/** How long a server that is just stopping is waited for, in milliseconds. */
const patienceMs = 2000;

/** A connection that nobody refers to would be collected, and its lock with it. */
const held = new Set<Sqlite.Database>();

/** Gives the data folder free for another server. Any number of times. */
export type Release = () => void;

/**
 * Claims a data folder for one server, until `release` or the end of the process, however it ends: the lock is the
 * operating system's, on a file of its own, so that commands like `sluice token create` still reach the database.
 *
 * Two servers on one file would each take up what the other is running, and a pause, a new key or a revoked password
 * would not reach the other one's memory.
 *
 * Throws a sentence for the operator when another server has it, or this one may not write there.
 */
export function claimDataFolder(folder: string): Release {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const client = openLock(folder);
  try {
    // Nothing is ever written, no journal either; the open exclusive transaction is the lock.
    client.pragma("journal_mode = OFF");
    client.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    client.close();
    if (!(error instanceof Sqlite.SqliteError) || !error.code.startsWith("SQLITE_BUSY")) {
      throw unusableFolder(folder, error);
    }
    throw new Error(
      `Another Sluice runs on the data folder ${folder}: stop it first, or choose another folder with --data.`,
      { cause: error },
    );
  }
  held.add(client);
  return () => {
    held.delete(client);
    if (client.open) client.close();
  };
}

function openLock(folder: string): Sqlite.Database {
  try {
    return new Sqlite(join(folder, "server.lock"), { timeout: patienceMs });
  } catch (error) {
    throw unusableFolder(folder, error);
  }
}

/** That a data folder cannot be used, as a sentence for the operator. */
export function unusableFolder(folder: string, cause: unknown): Error {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new Error(
    `The data folder ${folder} cannot be written (${reason}): let this account write there, or choose another folder with --data.`,
    { cause },
  );
}
