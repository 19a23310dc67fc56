import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Config } from "../config.ts";
import { pendingKey } from "../secrets/key-file.ts";
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
    const parts = url === undefined ? sqliteParts({ data, folder }) : await postgresParts({ url, folder });
    const { keyIds, ...tables } = parts.tables;
    // Only now: which key it is, the copy says, however often it was changed meanwhile.
    const key = keyOf(config, keyIds);
    if (key === undefined && keyIds.length > 0 && withKey) throw strangeKey(data);
    const included = withKey && key !== undefined && config.secretKey === undefined;
    if (included) await writeFile(join(folder, keyFile), `${key}\n`, { mode: 0o600, flush: true });
    const names = [...parts.names, ...(included ? [keyFile] : [])];
    const manifest = newManifest({
      ...tables,
      madeAt: now.toISOString(),
      key: { included, id: key === undefined ? (keyIds[0] ?? null) : keyId(key) },
      files: await describeFiles(folder, names),
    });
    return { file, manifest, bytes: await packFolder({ folder, manifest, file }) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type Tables = Pick<Manifest, "database" | "schema" | "counts" | "columns"> & { readonly keyIds: string[] };

/**
 * The key that opens the secrets of a copy: what is set, the folder's own, or the one that a change which was cut off has left
 * beside it. Of a copy without secrets: whichever is used.
 */
function keyOf(
  { secretKey, data }: Pick<Config, "secretKey" | "data">,
  keyIds: readonly string[],
): string | undefined {
  if (keyIds.length === 0) return secretKey ?? keyIn(data);
  const known = secretKey === undefined ? [keyIn(data), pendingKey(data)] : [secretKey];
  return known.find((key) => key !== undefined && keyIds.includes(keyId(key)));
}

function strangeKey(data: string): BackupError {
  return new BackupError(
    `The secrets in the database are encrypted with another key than SLUICE_SECRET_KEY or the ${keyFile} in ${data}: set the one that the servers have, or back up with --without-key.`,
  );
}

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
