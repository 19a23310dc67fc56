import { constants, existsSync } from "node:fs";
import { copyFile, link, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import Sqlite from "better-sqlite3";
import { syncFile, syncFolder } from "./archive.ts";
import { BackupError } from "./backup-error.ts";

/** What SQLite keeps beside a file, and would play into whichever file bears that name. */
const companions = ["-wal", "-journal", "-shm"];
/** How long a program that has the file open for a moment is waited for, in milliseconds. */
const patienceMs = 1000;

interface Kept {
  /** Under which names. */
  readonly aside: string[];
  /** Of the keys that its secrets are encrypted with; undefined: nobody can read it. */
  readonly keyIds: readonly string[] | undefined;
}

/**
 * Keeps an SQLite file under a second name, so that another one can take its place by a renaming: whole, with all that its
 * log held, and nothing of a log is left for the one that comes. Throws a `BackupError` when a program has it open.
 */
export async function keepSqliteAside(file: string, stamp: string): Promise<Kept> {
  const aside = `${file}.replaced-${stamp}`;
  const folder = dirname(file);
  if (!existsSync(file)) return { aside: await keepOrphans(file, aside), keyIds: [] };
  const keyIds = await makeWhole(file);
  if (keyIds === undefined) await copyDamaged(file, aside);
  else await link(file, aside);
  await syncFolder(folder);
  return { aside: [aside], keyIds };
}

/**
 * Writes the log back into the file and does away with it. Emptied and synced before it is removed: a removal that a power cut
 * takes back must not bring a log with pages in it.
 */
async function makeWhole(file: string): Promise<string[] | undefined> {
  const client = new Sqlite(file, { fileMustExist: true, timeout: patienceMs });
  try {
    client.pragma("synchronous = FULL");
    client.pragma("wal_checkpoint(TRUNCATE)");
    if (existsSync(`${file}-wal`)) await syncFile(`${file}-wal`);
    client.pragma("journal_mode = DELETE");
    await syncFolder(dirname(file));
    const known = client.prepare("SELECT 1 FROM sqlite_master WHERE name = 'vault_keys'").get();
    return known === undefined ? [] : client.prepare<[], string>("SELECT id FROM vault_keys").pluck().all();
  } catch (error) {
    if (!(error instanceof Sqlite.SqliteError)) throw error;
    if (/^SQLITE_(BUSY|LOCKED)/.test(error.code)) {
      throw new BackupError(`Another program has ${file} open: end it first.`, { cause: error });
    }
    if (/^SQLITE_(CORRUPT|NOTADB)/.test(error.code)) return undefined;
    throw error;
  } finally {
    client.close();
  }
}

/** What cannot be read is copied, with its log: a second name would change with the first one, were that written again. */
async function copyDamaged(file: string, aside: string): Promise<void> {
  const there = companions.filter((one) => existsSync(file + one));
  for (const one of ["", ...there]) {
    await copyFile(file + one, aside + one, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
    await syncFile(aside + one);
  }
  await syncFolder(dirname(file));
  for (const one of there) await rm(file + one);
}

/** Logs whose file is gone. */
async function keepOrphans(file: string, aside: string): Promise<string[]> {
  const there = companions.filter((one) => existsSync(file + one));
  for (const one of there) await rename(file + one, aside + one);
  if (there.length > 0) await syncFolder(dirname(file));
  return there.map((one) => aside + one);
}
