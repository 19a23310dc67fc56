import { rmSync } from "node:fs";
import { afterEach, describe, expect, it } from "vitest";
import { canTrace, skipped } from "./able.ts";
import { computing } from "./documents.ts";
import { executionOf, prepareData, ServerProcess } from "./server-process.ts";
import { startStrace } from "./strace.ts";

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** The disk of a process fails to sync from now on, until what it answers is called. */
async function failSyncs(pid: number): Promise<() => Promise<unknown>> {
  const calls = "fsync,fdatasync";
  const strace = await startStrace(pid, ["-f", "-e", `trace=${calls}`, "-e", `inject=${calls}:error=EIO`]);
  closing.push(strace.kill);
  return strace.end;
}

describe.skipIf(skipped(canTrace(), "F17 needs strace and the right to use it"))("a disk that fails", () => {
  it("F17: takes nothing more, also when it works again, until the server starts anew; nothing is lost", async () => {
    const data = await prepareData([computing]);
    closing.push(() => rmSync(data.folder, { recursive: true, force: true }));
    const server = await ServerProcess.start({ data });
    closing.push(() => server.end());
    const accepted: string[] = [];
    for (let n = 0; n < 5; n += 1) accepted.push(await executionOf(await server.post(0, { n })));

    const heal = await failSyncs(server.pid);
    for (let n = 0; n < 3; n += 1) {
      const refused = await server.post(0, { n });
      expect(refused.status).toBe(503);
      expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
      await refused.arrayBuffer();
    }
    await heal();
    // What the system dropped of the file's pages after the failure is known to nobody: a later sync proves nothing.
    expect((await server.post(0, { n: 9 })).status).toBe(503);
    expect((await fetch(`${server.base}/health/ready`)).status).toBe(503);

    await server.end("SIGTERM");
    await server.start();
    accepted.push(await executionOf(await server.post(0, { n: 10 })));
    for (const id of accepted) expect((await server.ended(id)).status).toBe("succeeded");
  }, 180_000);
});
