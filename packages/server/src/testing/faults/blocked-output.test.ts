import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { afterEach, describe, expect, it } from "vitest";
import { canMount, mountSmall, skipped, unmount } from "./able.ts";
import { computing } from "./documents.ts";
import { prepareData, type ServerData, serverCommand } from "./server-process.ts";

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** Two workflows, of which the second has become unreadable in the database. */
async function poisoned(): Promise<ServerData> {
  const data = await prepareData([computing, { ...computing, name: "Broken" }]);
  closing.push(() => rmSync(data.folder, { recursive: true, force: true }));
  const database = new Sqlite(join(data.folder, "sluice.db"));
  const broken = '{"format":1,"name":"Bro';
  database.prepare("update workflows set draft = ? where id = ?").run(broken, data.workflows[1]);
  database
    .prepare("update workflow_versions set document = ? where workflow_id = ?")
    .run(broken, data.workflows[1]);
  database.close();
  return data;
}

/** A server whose standard output is `output`; what it prints is nobody's here. */
async function start(data: ServerData, output: "pipe" | number, environment = {}) {
  const { command, base, env } = await serverCommand({ data, environment });
  const child = spawn(process.execPath, command, { env, stdio: ["ignore", output, "ignore"] });
  closing.push(() => child.kill("SIGKILL"));
  await expect
    .poll(
      () =>
        fetch(`${base}/health/ready`).then(
          ({ status }) => status,
          () => 0,
        ),
      { timeout: 90_000 },
    )
    .toBe(200);
  const post = async (at: number) => {
    const answer = await fetch(`${base}${data.hooks[at]}`, {
      ...{ method: "POST", body: '{"n":1}', headers: { "content-type": "application/json" } },
    });
    await answer.arrayBuffer();
    return answer.status;
  };
  const api = (path: string) =>
    fetch(`${base}/api/v1${path}`, { headers: { authorization: `Bearer ${data.token}` } });
  return { child, post, api };
}

async function stopped(child: ChildProcess): Promise<number | null> {
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  await ended;
  return child.exitCode;
}

describe("a log that nobody takes", () => {
  it("F53, F40: holds up no request, nor does a workflow that cannot be read any more", async () => {
    const data = await poisoned();
    const { child, post, api } = await start(data, "pipe");
    // Each of these writes a stack trace; the pipe and what reads ahead of it hold some 130 KB.
    const refused: number[] = [];
    for (let n = 0; n < 400; n += 1) refused.push(await post(1));
    expect(new Set(refused)).toEqual(new Set([503]));
    expect(await post(0)).toBe(200);
    const listed = (await (await api("/workflows")).json()) as { items: { id: string; name: string }[] };
    expect(listed.items.map(({ id }) => id).sort()).toEqual([...data.workflows].sort());
    expect((await api(`/workflows/${data.workflows[0]}`)).status).toBe(200);
    expect((await api(`/workflows/${data.workflows[1]}`)).status).toBe(500);
    // It says which one it is, to whoever reads on.
    let log = "";
    child.stdout?.on("data", (chunk: Buffer) => {
      log += chunk.toString();
    });
    await expect.poll(() => log.length).toBeGreaterThan(200_000);
    expect(log).toContain(data.workflows[1]);
    expect(await stopped(child)).toBe(0);
    expect(log).toMatch(/"msg":"stopped"\}\n$/);
  }, 180_000);

  it.skipIf(skipped(canMount(), "F14 needs the right to mount a small file system"))(
    "F14: nor does a disk that is full under it and under the folder for temporary files",
    async () => {
      const data = await poisoned();
      const full = mkdtempSync(join(tmpdir(), "sluice-full-"));
      closing.push(() => rmSync(full, { recursive: true, force: true }));
      mountSmall(full, "1m");
      closing.push(() => unmount(full));
      const log = openSync(join(full, "log"), "a");
      closing.push(() => closeSync(log));
      expect(() => writeFileSync(join(full, "filler"), Buffer.alloc(2_000_000))).toThrow(/ENOSPC/);
      const { child, post } = await start(data, log, { TMPDIR: full });
      for (let n = 0; n < 20; n += 1) expect([await post(0), await post(1)]).toEqual([200, 503]);
      expect(await stopped(child)).toBe(0);
    },
    180_000,
  );
});
