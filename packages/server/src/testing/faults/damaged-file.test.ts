import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, openSync, readFileSync, rmSync, statSync, truncateSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { afterEach, describe, expect, it } from "vitest";
import { openDatabase } from "../../stores/database/database.ts";
import { canMount, mountSmall, remountReadOnly, skipped, unmount } from "./able.ts";
import { computing } from "./documents.ts";
import { executionOf, prepareData, ServerProcess, serverCommand } from "./server-process.ts";

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function started() {
  const data = await prepareData([computing]);
  closing.push(() => rmSync(data.folder, { recursive: true, force: true }));
  const server = await ServerProcess.start({ data });
  closing.push(() => server.end());
  const ids: string[] = [];
  for (let n = 0; n < 60; n += 1) ids.push(await executionOf(await server.post(0, { n })));
  return { data, server, ids, file: join(data.folder, "sluice.db") };
}

/** What is left of these executions, and whether the file is whole. */
function found(file: string, ids: readonly string[]): { kept: number; whole: unknown } {
  const database = new Sqlite(file, { readonly: true });
  const known = new Set(database.prepare("select id from executions").pluck().all());
  const whole = database.pragma("integrity_check", { simple: true });
  database.close();
  return { kept: ids.filter((id) => known.has(id)).length, whole };
}

describe("a database file", () => {
  it("F03, F04: with a torn or damaged log starts again by itself; what follows the damage is gone, no more", async () => {
    const { server, ids, file } = await started();
    await server.end();
    const wal = `${file}-wal`;
    truncateSync(wal, statSync(wal).size - 1000);
    await server.start();
    const torn = found(file, ids);
    expect(torn.whole).toBe("ok");
    // Only what stood in the piece that was cut off.
    expect(torn.kept).toBeGreaterThanOrEqual(ids.length - 2);
    for (let n = 0; n < 30; n += 1) ids.push(await executionOf(await server.post(0, { n })));
    await server.end();
    // One bit in the middle: SQLite drops it and everything after it, without a word (docs/operating.md says so).
    const middle = Math.floor(statSync(wal).size / 2);
    const bytes = readFileSync(wal);
    const descriptor = openSync(wal, "r+");
    writeSync(descriptor, Buffer.from([(bytes[middle] ?? 0) ^ 1]), 0, 1, middle);
    await server.start();
    const flipped = found(file, ids);
    expect(flipped.whole).toBe("ok");
    expect(flipped.kept).toBeLessThan(ids.length);
    expect((await server.post(0, { n: 1 })).status).toBe(200);
    // A stop in good order leaves no log that could be damaged.
    await server.end("SIGTERM");
    expect(statSync(wal, { throwIfNoEntry: false })?.size ?? 0).toBe(0);
  }, 180_000);

  it("F24: that is removed under the server is noticed, and nothing more is accepted", async () => {
    const { server, file } = await started();
    rmSync(file);
    await expect
      .poll(async () => (await server.post(0, { n: 1 })).status, { timeout: 60_000, interval: 500 })
      .toBe(503);
    expect((await fetch(`${server.base}/health/ready`)).status).toBe(503);
    expect((await fetch(`${server.base}/health/live`)).status).toBe(200);
  }, 180_000);

  it("F26: whose making was killed at any moment is made whole by the next start", async () => {
    const data = await prepareData([computing]);
    closing.push(() => rmSync(data.folder, { recursive: true, force: true }));
    const folder = mkdtempSync(join(tmpdir(), "sluice-new-"));
    closing.push(() => rmSync(folder, { recursive: true, force: true }));
    const wanted = schemaOf(join(data.folder, "sluice.db"));
    for (const wait of [0, 2, 4, 8, 16, 32]) {
      for (const name of ["sluice.db", "sluice.db-wal", "sluice.db-shm"])
        rmSync(join(folder, name), { force: true });
      const child = migrating(join(folder, "sluice.db"));
      await once(child.stdout as NodeJS.ReadableStream, "data");
      await new Promise((resolve) => setTimeout(resolve, wait));
      child.kill("SIGKILL");
      if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
      openDatabase({ file: join(folder, "sluice.db") }).close();
      expect(schemaOf(join(folder, "sluice.db"))).toEqual(wanted);
    }
  }, 120_000);

  it.skipIf(skipped(canMount(), "F16 needs the right to mount a small file system"))(
    "F16: on a disk that may only be read is refused at the start, by its path",
    async () => {
      const folder = mkdtempSync(join(tmpdir(), "sluice-ro-"));
      closing.push(() => rmSync(folder, { recursive: true, force: true }));
      mountSmall(folder, "16m");
      closing.push(() => unmount(folder));
      const data = await prepareData([computing], { dataFolder: folder });
      remountReadOnly(folder);
      const { command, env } = await serverCommand({ data });
      const child = spawn(process.execPath, command, { env, stdio: ["ignore", "ignore", "pipe"] });
      let said = "";
      child.stderr.on("data", (chunk: Buffer) => {
        said += chunk.toString();
      });
      await once(child, "close");
      expect(child.exitCode).toBe(1);
      expect(said).toContain(folder);
      expect(said.trim().split("\n")).toHaveLength(1);
    },
    120_000,
  );
});

function schemaOf(file: string): unknown[] {
  const database = new Sqlite(file, { readonly: true });
  const schema = database.prepare("select type, name, sql from sqlite_master order by name").all();
  database.close();
  return schema;
}

/** Says that it begins, then makes the file. */
function migrating(file: string): ChildProcess {
  const module = JSON.stringify(new URL("../../stores/database/database.ts", import.meta.url).href);
  const code = `const { openDatabase } = await import(${module}); console.log("begins"); openDatabase({ file: ${JSON.stringify(file)} });`;
  return spawn(process.execPath, ["--input-type=module", "-e", code], {
    stdio: ["ignore", "pipe", "inherit"],
  });
}
