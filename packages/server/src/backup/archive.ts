import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { chmod, link, mkdir, open, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { create, extract } from "tar";
import { codeOf } from "../error-code.ts";
import { BackupError } from "./backup-error.ts";
import { databaseFile, keyFile, type Manifest, manifestName, queueFile, readManifest } from "./manifest.ts";

type FileRecord = Manifest["files"][number];

/** What may stand in an archive, and nothing else is ever written from one. */
const allowed = new RegExp(
  `^(${[manifestName, databaseFile, keyFile, queueFile].map((name) => name.replace(".", "\\.")).join("|")}|tables/[a-z_][a-z0-9_]*\\.copy)$`,
);

/** Size and SHA-256 of files of a folder. */
export async function describeFiles(folder: string, names: readonly string[]): Promise<FileRecord[]> {
  const records: FileRecord[] = [];
  for (const name of names) records.push(await describeFile(folder, name));
  return records;
}

/**
 * Writes a folder as one `.tar.gz` that is there whole or not at all: under another name first, synced, then linked to
 * its own, which fails when somebody else has made that meanwhile. Only its owner may read it.
 * Resolves to its size in bytes. Throws a `BackupError` when the file is there already.
 */
export async function packFolder(given: {
  readonly folder: string;
  readonly manifest: Manifest;
  readonly file: string;
}): Promise<number> {
  const { folder, manifest, file } = given;
  await writeFile(join(folder, manifestName), `${JSON.stringify(manifest, null, 2)}\n`);
  const names = [manifestName, ...manifest.files.map(({ name }) => name)];
  const partial = `${file}.partial-${process.pid}`;
  try {
    await pipeline(
      create({ gzip: true, cwd: folder, portable: true, strict: true }, names),
      createWriteStream(partial, { flags: "wx", mode: 0o600, flush: true }),
    );
    await publish(partial, file);
  } finally {
    await rm(partial, { force: true });
  }
  await syncFolder(dirname(file));
  return (await stat(file)).size;
}

/**
 * Unpacks an archive into an empty folder and compares every file with what the manifest says of it.
 * Throws a `BackupError` for anything that is no whole backup.
 */
export async function unpackArchive(file: string, folder: string): Promise<Manifest> {
  const strange: string[] = [];
  try {
    // At once, not in streams: those go on writing for a moment after they have failed.
    extract({
      ...{ file, cwd: folder, sync: true, strict: true, preserveOwner: false, noMtime: true },
      filter: (path, entry) => {
        const fits = allowed.test(path) && "type" in entry && entry.type === "File";
        if (!fits) strange.push(path);
        return fits;
      },
    });
  } catch (cause) {
    throw new BackupError(
      `The file ${file} is no backup, or it is damaged (${cause instanceof Error ? cause.message : String(cause)}): take another one.`,
      { cause },
    );
  }
  const text = await readFile(join(folder, manifestName), "utf8").catch(() => {
    throw new BackupError(`The file ${file} is no backup of Sluice: it has no ${manifestName}.`);
  });
  const manifest = readManifest(text);
  if (strange.length > 0) {
    throw new BackupError(`The file ${file} is no backup of Sluice: it has ${strange[0]} in it.`);
  }
  for (const wanted of manifest.files) {
    await insistOnFile(file, folder, wanted);
    await chmod(join(folder, wanted.name), 0o600);
  }
  return manifest;
}

/** So that what was renamed stays so after a power cut. A system that cannot sync folders does that by itself. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r").catch(() => undefined);
  await handle?.sync().catch(() => {});
  await handle?.close();
}

/** Makes a file durable that another program has written. */
export async function syncFile(file: string): Promise<void> {
  const handle = await open(file, "r+");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A folder for what only its owner may read. */
export async function makePrivateFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
}

async function insistOnFile(archive: string, folder: string, wanted: FileRecord): Promise<void> {
  if (!allowed.test(wanted.name)) {
    throw new BackupError(`The backup ${archive} is damaged: its manifest names ${wanted.name}.`);
  }
  const found = await describeFile(folder, wanted.name).catch(() => {
    throw new BackupError(`The backup ${archive} is damaged: ${wanted.name} is missing. Take another one.`);
  });
  if (found.sha256 !== wanted.sha256 || found.bytes !== wanted.bytes) {
    throw new BackupError(
      `The backup ${archive} is damaged: ${wanted.name} is not what was written (its SHA-256 differs). Take another one.`,
    );
  }
}

async function describeFile(folder: string, name: string): Promise<FileRecord> {
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const chunk of createReadStream(join(folder, name))) {
    hash.update(chunk as Buffer);
    bytes += (chunk as Buffer).length;
  }
  return { name, bytes, sha256: hash.digest("hex") };
}

/** Codes by which file systems say that they have no hard links. */
const withoutLinks: ReadonlySet<string> = new Set(["EPERM", "ENOSYS", "ENOTSUP", "EOPNOTSUPP", "EMLINK"]);

async function publish(partial: string, file: string): Promise<void> {
  try {
    await link(partial, file);
  } catch (error) {
    const code = codeOf(error) ?? "";
    const isThere = code === "EEXIST" || (await stat(file).catch(() => undefined)) !== undefined;
    if (isThere)
      throw new BackupError(
        `The file ${file} is there already: it is never overwritten. Choose another name.`,
      );
    if (!withoutLinks.has(code)) throw error;
    await rename(partial, file);
  }
}
