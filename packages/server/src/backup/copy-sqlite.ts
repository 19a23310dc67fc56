import { existsSync } from "node:fs";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { connect } from "../stores/database/connect.ts";
import type { AppliedMigration } from "../stores/database/known-migrations.ts";
import { appliedIn } from "../stores/database/migrate.ts";
import { BackupError } from "./backup-error.ts";
import { databaseFile } from "./manifest.ts";

/** What a copy of the tables holds. */
export interface CopiedTables {
  readonly schema: AppliedMigration[];
  readonly counts: Record<string, number>;
  /** Names of the keys that its secrets are encrypted with; none: nobody has used one. */
  readonly keyIds: string[];
}

/**
 * Copies the SQLite file of a data folder into another folder while any number of processes write it: `VACUUM INTO` reads
 * one snapshot, which has every commit up to its beginning, what is still in the write-ahead log included. The writers wait for
 * nothing; the log cannot shrink meanwhile. Throws a `BackupError` when there is no database.
 */
export function copySqlite(given: { readonly data: string; readonly folder: string }): CopiedTables {
  const file = join(given.data, databaseFile);
  if (!existsSync(file)) {
    throw new BackupError(
      `There is no database ${file}: name the data folder of the server with --data, or its SLUICE_DATABASE_URL.`,
    );
  }
  const copy = join(given.folder, databaseFile);
  const connection = connect({ file, readonly: true });
  try {
    connection.$client.prepare("VACUUM INTO ?").run(copy);
  } finally {
    connection.$client.close();
  }
  return lookAtSqlite(copy);
}

/** The tables of a file that nobody has open. */
export function lookAtSqlite(file: string): CopiedTables {
  const client = new Sqlite(file, { readonly: true, fileMustExist: true });
  try {
    const names = client
      .prepare<[], { name: string }>(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name",
      )
      .all();
    const counts = names.map(({ name }) => {
      const row = client.prepare<[], { n: number }>(`SELECT count(*) AS n FROM "${name}"`).get();
      return [name, row?.n ?? 0] as const;
    });
    const keyIds = client.prepare<[], string>("SELECT id FROM vault_keys").pluck().all();
    return { schema: appliedIn({ $client: client }), counts: Object.fromEntries(counts), keyIds };
  } finally {
    client.close();
  }
}
