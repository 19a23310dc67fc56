import { chmodSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { type Connection, connect } from "./connect.ts";
import { insistOnKnown } from "./known-migrations.ts";
import { appliedIn, knownMigrations, type MigrationResult, migrate } from "./migrate.ts";

/** One SQLite file, opened and migrated. */
export interface Database {
  readonly file: string;
  /** The only connection of this thread that writes. Transactions on it are `{ behavior: "immediate" }`. */
  readonly write: Connection;
  /** Reads beside the writer and sees what was committed before each statement. */
  readonly read: Connection;
  /** What opening it changed. */
  readonly migrated: MigrationResult;
  /** Whether statements run at all: throws what SQLite says when not. */
  check(): void;
  /** Whether the tables are still those of this program: throws once a newer one has changed them. */
  checkTables(): void;
  /** Writes the WAL back into the file and closes both connections. */
  close(): void;
}

/**
 * Opens the file, makes it (mode 0600) and its folder (mode 0700) when they are not there, and migrates it.
 * Throws a `MigrationError` for a file of a newer version, and what the file system or SQLite says otherwise.
 */
export function openDatabase(options: { readonly file: string; readonly migrations?: string }): Database {
  mkdirSync(dirname(options.file), { recursive: true, mode: 0o700 });
  const write = connect({ file: options.file });
  try {
    chmodSync(options.file, 0o600);
    const migrated = migrate(write, options);
    const read = connect({ file: options.file, readonly: true });
    const close = () => {
      if (read.$client.open) read.$client.close();
      if (!write.$client.open) return;
      write.$client.pragma("wal_checkpoint(TRUNCATE)");
      write.$client.close();
    };
    const check = () => {
      read.$client.prepare("SELECT 1 FROM __drizzle_migrations LIMIT 1").get();
    };
    const known = knownMigrations(options.migrations);
    const checkTables = () => insistOnKnown(appliedIn(read), known);
    return { file: options.file, write, read, migrated, check, checkTables, close };
  } catch (error) {
    write.$client.close();
    throw error;
  }
}
