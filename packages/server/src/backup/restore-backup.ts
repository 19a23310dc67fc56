import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Config } from "../config.ts";
import { makePrivateFolder, unpackArchive } from "./archive.ts";
import { BackupError } from "./backup-error.ts";
import { insistOnKey, type Opener, openerOf } from "./key.ts";
import type { Manifest } from "./manifest.ts";
import { checkSqlite, putSqliteBack } from "./restore-sqlite.ts";

export interface RestoreGiven {
  readonly config: Pick<Config, "data" | "databaseUrl" | "secretKey">;
  readonly file: string;
  /** Only looks at the file, and changes nothing. */
  readonly checkOnly: boolean;
  /** What is there is kept aside; without this it stops the restoring. */
  readonly replace: boolean;
  readonly now: Date;
}

export interface Restored {
  readonly manifest: Manifest;
  /** Migrations that the next start applies. */
  readonly pending: number;
  /** Executions that go on at the next start. */
  readonly unfinished: number;
  readonly opener: Opener;
  /** Where what was there before is kept: a file, a folder or a schema. */
  readonly aside: readonly string[];
}

/**
 * Puts a backup into a data folder, or into a PostgreSQL database, where nothing is. Everything is looked at first: the
 * checksums, the version of the tables, and the pages of an SQLite file. Throws a `BackupError` and leaves all as it was
 * when something is not right.
 */
export async function restoreBackup(given: RestoreGiven): Promise<Restored> {
  const { config, file, checkOnly } = given;
  // Beside where it goes, so that putting it there is one renaming; a data folder may be a disk of its own.
  if (!checkOnly) await makePrivateFolder(config.data);
  const folder = await mkdtemp(join(checkOnly ? tmpdir() : config.data, ".sluice-restore-"));
  try {
    await makePrivateFolder(folder);
    const manifest = await unpackArchive(file, folder);
    const opener = openerOf({ folder, manifest, config });
    if (!checkOnly) insistOnKey({ manifest, config, replace: given.replace });
    const { database } = manifest;
    if (!checkOnly && (config.databaseUrl === undefined) !== (database === "sqlite")) {
      throw new BackupError(
        database === "sqlite"
          ? "The backup is of an SQLite file, and SLUICE_DATABASE_URL names a PostgreSQL database: leave that out, or take a backup of PostgreSQL."
          : "The backup is of a PostgreSQL database: set SLUICE_DATABASE_URL to an empty one.",
      );
    }
    if (database === "sqlite") {
      const found = checkSqlite({ folder, manifest });
      const aside = checkOnly ? [] : await putSqliteBack({ ...given, manifest, folder, data: config.data });
      return { manifest, opener, ...found, aside };
    }
    const { checkPostgres, putPostgresBack } = await import("./restore-postgres.ts");
    const found = checkPostgres(manifest);
    const { databaseUrl: url } = config;
    if (checkOnly || url === undefined) return { manifest, opener, ...found, unfinished: 0, aside: [] };
    const put = await putPostgresBack({ ...given, url, manifest, folder, data: config.data });
    return { manifest, opener, ...found, ...put };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
