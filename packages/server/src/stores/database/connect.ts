import Sqlite from "better-sqlite3";
import { type BetterSQLite3Database, drizzle } from "drizzle-orm/better-sqlite3";

/** A drizzle connection; `$client` is the better-sqlite3 handle under it. */
export type Connection = BetterSQLite3Database & { $client: Sqlite.Database };

/**
 * How long a writer waits for another process on the same file, in milliseconds. The whole process waits with it: long
 * enough for a command such as `sluice token create`, and then 503 with Retry-After instead of a door that stands still.
 */
const busyTimeoutMs = 1000;

const fullSynchronous = 2;

/**
 * Opens one connection to an SQLite file in WAL mode with `synchronous=FULL`.
 *
 * FULL is set and read back on every open: better-sqlite3 is compiled with `DEFAULT_WAL_SYNCHRONOUS=1`, so that every
 * open after the first would silently be NORMAL, and a power cut could take back a commit that was answered with 2xx.
 * A reader takes the file as it is: one that was just restored becomes a WAL file at the next start.
 * Throws when the file cannot be opened or refuses one of the settings.
 */
export function connect(options: { readonly file: string; readonly readonly?: boolean }): Connection {
  const client = new Sqlite(options.file, {
    timeout: busyTimeoutMs,
    readonly: options.readonly ?? false,
    fileMustExist: options.readonly ?? false,
  });
  try {
    if (!options.readonly) {
      client.pragma("journal_mode = WAL");
      insist(client, "journal_mode", "wal");
    }
    client.pragma("synchronous = FULL");
    client.pragma("foreign_keys = ON");
    client.pragma("trusted_schema = OFF");
    client.pragma("cell_size_check = ON");
    insist(client, "synchronous", fullSynchronous);
    insist(client, "foreign_keys", 1);
  } catch (error) {
    client.close();
    throw error;
  }
  return drizzle({ client });
}

function insist(client: Sqlite.Database, pragma: string, wanted: string | number): void {
  const found: unknown = client.pragma(pragma, { simple: true });
  if (found !== wanted) {
    throw new Error(
      `The database ${client.name} refuses ${pragma}=${wanted} (it says ${String(found)}): is the data folder on a network share?`,
    );
  }
}
