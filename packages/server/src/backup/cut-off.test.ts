import fs, { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import promises from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { masterKeyFor } from "../secrets/key-file.ts";
import { guardedDocument } from "../testing/documents.ts";
import { runSluice } from "../testing/run-sluice.ts";
import { startTestApp } from "../testing/start-app.ts";
import { keyId } from "./key.ts";
import { readManifest } from "./manifest.ts";
import { putSqliteBack } from "./restore-sqlite.ts";

let folder: string;
/** A backup of one workflow. */
let file: string;
/** A data folder of another installation that crashed: its newest rows are in the log alone. */
let crashed: string;
const path = (...parts: string[]) => join(folder, ...parts);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "sluice-cut-"));
  const app = await startTestApp({ dataFolder: path("backed-up") });
  await app.call("POST", "/workflows", { document: guardedDocument("s3cret") });
  await app.stop({ keepData: true });
  file = path("backup.tar.gz");
  expect((await runSluice(["backup", file, "--data", path("backed-up")])).code).toBe(0);

  const other = await startTestApp({ dataFolder: path("other") });
  await other.call("POST", "/workflows", { document: guardedDocument("another") });
  await other.stop({ keepData: true });
  const writer = new Sqlite(path("other", "sluice.db"));
  writer.pragma("journal_mode = WAL");
  writer.exec("CREATE TABLE newest (n); INSERT INTO newest VALUES (1)");
  crashed = path("crashed");
  cpSync(path("other"), crashed, { recursive: true });
  writer.close();
  expect(readdirSync(crashed)).toContain("sluice.db-wal");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function folderLike(stock: string, name: string): string {
  cpSync(stock, path(name), { recursive: true });
  return path(name);
}

const hasNewest = (database: Sqlite.Database) =>
  database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'newest'").get() !== undefined;

/** What a start would find: whose database, once its pages are whole and its key is there. */
async function foundIn(data: string): Promise<"old" | "restored"> {
  const database = new Sqlite(join(data, "sluice.db"), { fileMustExist: true });
  try {
    expect(database.pragma("integrity_check", { simple: true })).toBe("ok");
    const keyIds = database.prepare<[], string>("SELECT id FROM vault_keys").pluck().all();
    const store = { keyIds: async () => keyIds };
    const key = await masterKeyFor({ dataFolder: data, configured: undefined, store });
    expect(keyIds).toEqual([keyId(key)]);
    const ofBackup = new Sqlite(path("backed-up", "sluice.db"), { readonly: true });
    const [workflow] = ofBackup.prepare<[], string>("SELECT id FROM workflows").pluck().all();
    ofBackup.close();
    const [found] = database.prepare<[], string>("SELECT id FROM workflows").pluck().all();
    if (found === workflow) return "restored";
    expect(hasNewest(database)).toBe(true);
    return "old";
  } finally {
    database.close();
  }
}

function keptAside(data: string): string {
  const [aside = ""] = readdirSync(data).filter((name) => /^sluice\.db\.replaced-[^.]+Z$/.test(name));
  return join(data, aside);
}

const onDisk: Readonly<Record<string, unknown>>[] = [promises, fs];
/** What changes names on the disk. */
const changing = ["rename", "link", "rm", "copyFile", "renameSync", "linkSync", "unlinkSync", "rmSync"];

/** As when power goes: after so many changes of a name there are no more. Resolves to whether one was refused. */
async function withPowerFor(changes: number, work: () => Promise<void>): Promise<boolean> {
  let made = 0;
  const spies = onDisk.flatMap((module) =>
    changing.flatMap((name) => {
      const real = module[name];
      if (typeof real !== "function") return [];
      return vi.spyOn(module as Record<string, () => unknown>, name).mockImplementation((...args) => {
        made += 1;
        if (made > changes) throw new Error("power is gone");
        return real(...args);
      });
    }),
  );
  syncBuiltinESMExports();
  try {
    await work();
  } finally {
    for (const spy of spies) spy.mockRestore();
    syncBuiltinESMExports();
  }
  return made > changes;
}

describe("sluice restore --replace that is cut off", () => {
  it("leaves what was there in one piece when there is no file in the backup", async () => {
    const data = folderLike(crashed, "no-file");
    const given = { folder: path("empty"), data, replace: true, now: new Date() };
    const manifest = readManifest(
      JSON.stringify({
        ...{ product: "sluice", format: 1, version: "0", madeAt: "2026-01-01T00:00:00Z", database: "sqlite" },
        ...{ schema: [], counts: {}, key: { included: false, id: null }, files: [] },
      }),
    );
    await expect(putSqliteBack({ ...given, manifest })).rejects.toThrow(/ENOENT/);
    expect(await foundIn(data)).toBe("old");
  });

  it("is the one database or the other, whole and with its key, at every change of a name", async () => {
    const found: string[] = [];
    for (let changes = 0, cut = true; cut; changes += 1) {
      const data = folderLike(crashed, `cut-${changes}`);
      cut = await withPowerFor(changes, async () => {
        await runSluice(["restore", file, "--data", data, "--replace"]);
      });
      found.push(await foundIn(data));
      if (cut) continue;
      const aside = new Sqlite(keptAside(data), { readonly: true });
      expect(hasNewest(aside)).toBe(true);
      aside.close();
    }
    expect(found.length).toBeGreaterThan(4);
    // First the old one, from some moment on the restored one.
    expect(found).toEqual(found.toSorted());
    expect([found[0], found.at(-1)]).toEqual(["old", "restored"]);
  });

  it("keeps a database that nobody can read aside as it is, with its log, and both keys", async () => {
    const data = folderLike(crashed, "damaged");
    writeFileSync(join(data, "sluice.db"), "no database at all, but somebody may mend it");
    writeFileSync(join(data, "secret.key.new"), "the key of a change that was cut off, who knows\n");
    const log = readFileSync(join(data, "sluice.db-wal"));
    const restored = await runSluice(["restore", file, "--data", data, "--replace"]);
    expect([restored.code, restored.err]).toEqual([0, ""]);
    expect(await foundIn(data)).toBe("restored");
    expect(readFileSync(keptAside(data), "utf8")).toMatch(/^no database at all/);
    expect(readFileSync(`${keptAside(data)}-wal`).equals(log)).toBe(true);
    const keys = readdirSync(data).filter((name) => name.startsWith("secret.key."));
    expect(keys.map((name) => readFileSync(join(data, name), "utf8")).toSorted()).toEqual(
      [
        "the key of a change that was cut off, who knows\n",
        readFileSync(join(crashed, "secret.key"), "utf8"),
      ].toSorted(),
    );
  });

  it("waits for nobody who has the file open, and changes nothing then", async () => {
    const data = folderLike(crashed, "open");
    const other = new Sqlite(join(data, "sluice.db"));
    other.exec("BEGIN; SELECT * FROM newest");
    const refused = await runSluice(["restore", file, "--data", data, "--replace"]);
    expect([refused.code, refused.err]).toEqual([1, expect.stringMatching(/Another program has .* open/)]);
    other.close();
    expect(await foundIn(data)).toBe("old");
  });
});

describe("a folder that was restored and never started", () => {
  it("is backed up and looked at like any other", async () => {
    const data = path("fresh");
    expect((await runSluice(["restore", file, "--data", data])).code).toBe(0);
    const again = path("again.tar.gz");
    expect(await runSluice(["backup", again, "--data", data])).toMatchObject({ code: 0, err: "" });
    expect((await runSluice(["restore", again, "--check"])).out).toMatch(/1 workflows/);
    expect((await runSluice(["doctor", "--data", data])).out).toMatch(/opens and is whole/);
  });
});
