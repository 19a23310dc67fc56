import { existsSync } from "node:fs";
import { rename } from "node:fs/promises";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { claimDataFolder } from "../stores/database/claim.ts";
import { knownMigrations } from "../stores/database/migrate.ts";
import { syncFile, syncFolder } from "./archive.ts";
import { BackupError } from "./backup-error.ts";
import { lookAtSqlite } from "./copy-sqlite.ts";
import { keepSqliteAside } from "./keep-sqlite-aside.ts";
import { prepareKey, stampOf } from "./key.ts";
import { databaseFile, insistOnSchema, type Manifest } from "./manifest.ts";

interface Found {
  readonly pending: number;
  readonly unfinished: number;
}

/** Looks at the file that came out of an archive. Throws a `BackupError` when it cannot be started on. */
export function checkSqlite(given: { readonly folder: string; readonly manifest: Manifest }): Found {
  const known = knownMigrations();
  insistOnSchema(given.manifest, known);
  const file = join(given.folder, databaseFile);
  const { schema, counts } = lookAtSqlite(file);
  const client = new Sqlite(file, { readonly: true, fileMustExist: true });
  try {
    const verdict: unknown = client.pragma("integrity_check(1)", { simple: true });
    if (verdict !== "ok")
      throw new BackupError(`The database in the backup is damaged (${String(verdict)}).`);
    const differs = Object.entries(given.manifest.counts).find(([table, rows]) => counts[table] !== rows);
    if (differs) {
      throw new BackupError(
        `The database in the backup has not the ${differs[1]} rows of ${differs[0]} that it had.`,
      );
    }
    const row = client
      .prepare<[], { n: number }>(
        "SELECT count(*) AS n FROM executions WHERE status IN ('queued', 'running', 'waiting')",
      )
      .get();
    return { pending: known.length - schema.length, unfinished: row?.n ?? 0 };
  } finally {
    client.close();
  }
}

/**
 * Puts the file and its key into the data folder, which no server may run on. What was there is kept beside it, under a
 * name with the time. Resolves to those names.
 *
 * Whenever power goes, there is one whole database under its name, with the key that it needs: the old one is made whole in
 * one file first, the new one takes its name in one renaming, and the key waits beside the old one until then, where the
 * next start finds it (secrets/key-file.ts).
 */
export async function putSqliteBack(given: {
  readonly folder: string;
  readonly data: string;
  readonly manifest: Manifest;
  readonly replace: boolean;
  readonly now: Date;
}): Promise<string[]> {
  const { folder, data, manifest, replace, now } = given;
  const release = claimDataFolder(data);
  try {
    const file = join(data, databaseFile);
    if (existsSync(file) && !replace) {
      throw new BackupError(
        `There is a database in ${data} already: choose an empty folder with --data, or keep that one aside with --replace.`,
      );
    }
    const restored = join(folder, databaseFile);
    await syncFile(restored);
    const { aside, keyIds } = await keepSqliteAside(file, stampOf(now));
    const adoptKey = prepareKey({ folder, data, manifest, keyIds, now });
    await rename(restored, file);
    await syncFolder(data);
    return [...(await adoptKey()), ...aside];
  } finally {
    release();
  }
}
