import { copyFile, mkdtemp, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Config } from "../config.ts";
import { describeFiles, makePrivateFolder, packFolder } from "./archive.ts";
import { BackupError } from "./backup-error.ts";
import { copySqlite } from "./copy-sqlite.ts";
import { keyId, keyIn } from "./key.ts";
import { databaseFile, keyFile, type Manifest, newManifest } from "./manifest.ts";

export interface MadeBackup {
  readonly file: string;
  readonly bytes: number;
  readonly manifest: Manifest;
}

/**
 * Backs an installation up into one file, also while servers run on it. `withKey`: with the secret key, where that is in
 * the data folder. The staging folder beside the file needs as much room as the database.
 * Throws a `BackupError`; nothing is left behind then.
 */
export async function makeBackup(given: {
  readonly config: Pick<Config, "data" | "databaseUrl" | "secretKey">;
  readonly file: string;
  readonly withKey: boolean;
  readonly now: Date;
}): Promise<MadeBackup> {
  const { config, file, withKey, now } = given;
  if (await isThere(file)) {
    throw new BackupError(`The file ${file} is there already: it is never overwritten. Choose another name.`);
  }
  const parent = dirname(file);
  if (!(await isThere(parent))) throw new BackupError(`There is no folder ${parent}: make it first.`);
  const folder = await mkdtemp(join(parent, ".sluice-backup-"));
  try {
    await makePrivateFolder(folder);
    const { databaseUrl: url, data } = config;
    const key = config.secretKey ?? keyIn(data);
    const included = withKey && config.secretKey === undefined && key !== undefined;
    if (included) await copyFile(join(data, keyFile), join(folder, keyFile));
    const parts = url === undefined ? sqliteParts({ data, folder }) : await postgresParts({ url, folder });
    const names = [...parts.names, ...(included ? [keyFile] : [])];
    const manifest = newManifest({
      ...parts.tables,
      madeAt: now.toISOString(),
      key: { included, id: key === undefined ? null : keyId(key) },
      files: await describeFiles(folder, names),
    });
    return { file, manifest, bytes: await packFolder({ folder, manifest, file }) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type Tables = Pick<Manifest, "database" | "schema" | "counts" | "columns">;

function sqliteParts(given: { data: string; folder: string }): { tables: Tables; names: string[] } {
  return { tables: { database: "sqlite", ...copySqlite(given) }, names: [databaseFile] };
}

async function postgresParts(given: {
  url: string;
  folder: string;
}): Promise<{ tables: Tables; names: string[] }> {
  // Loaded where it is used, as everywhere: a server on one file has no client of PostgreSQL.
  const { copyPostgres } = await import("./copy-postgres.ts");
  const { names, ...tables } = await copyPostgres(given);
  return { tables: { database: "postgres", ...tables }, names };
}

async function isThere(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}
