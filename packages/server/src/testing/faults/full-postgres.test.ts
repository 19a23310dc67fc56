import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { startPostgres } from "../postgres/server.ts";
import { describeOnPostgres } from "../postgres/temporary-postgres.ts";
import { canMount, mountSmall, resize, skipped, unmount } from "./able.ts";
import { startSink } from "./counting-sink.ts";
import { chainOf, computing } from "./documents.ts";
import { executionOf, prepareData, ServerProcess } from "./server-process.ts";

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** A process on a database, with a workflow that computes and one that calls the sink twice. */
async function serverOn(url: string) {
  const sink = await startSink();
  closing.push(() => sink.close());
  const environment = {
    SLUICE_DATABASE_URL: url,
    SLUICE_SECRET_KEY: "the key of all processes of this test",
  };
  const data = await prepareData([computing, chainOf(sink.url, 2)], { environment });
  closing.push(() => rmSync(data.folder, { recursive: true, force: true }));
  const server = await ServerProcess.start({ data, environment });
  closing.push(() => server.end());
  return { sink, server };
}

describeOnPostgres("PostgreSQL", () => {
  const cannot = skipped(canMount(), "F15 needs the right to mount a small file system");
  it.skipIf(cannot)(
    "F15: without room is answered with 503, and goes on where it was when there is some",
    async () => {
      const within = mkdtempSync(join(tmpdir(), "sluice-full-"));
      closing.push(() => rmSync(within, { recursive: true, force: true }));
      mountSmall(within, "80m");
      closing.push(() => unmount(within));
      const flags = ["-c", "max_wal_size=16MB", "-c", "min_wal_size=2MB", "-c", "wal_recycle=off"];
      const postgres = await startPostgres({ within, flags, initFlags: ["--wal-segsize=1"] });
      closing.push(() => postgres.remove());
      const { sink, server } = await serverOn(postgres.url);
      const { pid } = server;

      // One that is in the middle of a step when the disk becomes full.
      sink.hold(() => true);
      const between = await executionOf(await server.post(1, { n: 1 }));
      await expect.poll(() => sink.held, { timeout: 30_000 }).toBe(1);
      const accepted: string[] = [];
      let refused: Response | undefined;
      for (let n = 0; n < 400 && !refused; n += 1) {
        // What could be compressed would not fill anything.
        const answer = await server.post(0, { n, filler: randomBytes(400_000).toString("base64") });
        if (answer.ok) accepted.push(await executionOf(answer));
        else refused = answer;
      }
      expect(accepted.length).toBeGreaterThan(3);
      expect(refused?.status).toBe(503);
      expect(Number(refused?.headers.get("retry-after"))).toBeGreaterThan(0);
      sink.release();

      resize(within, "400m");
      // PostgreSQL ends when there is no room for its log: an operator starts it again.
      await postgres.crash();
      await postgres.resume();
      await expect
        .poll(async () => (await server.post(0, { n: 1 })).status, { timeout: 60_000, interval: 250 })
        .toBe(200);
      expect((await server.ended(between)).status).toBe("succeeded");
      expect([...sink.counts().values()]).toEqual([1, 1]);
      for (const id of accepted) expect((await server.ended(id)).status).toBe("succeeded");
      expect(server.runs && server.pid === pid).toBe(true);
    },
    300_000,
  );

  it("F33: that comes back without its last moments loses those, and nothing else", async () => {
    const postgres = await startPostgres();
    closing.push(() => postgres.remove());
    const { sink, server } = await serverOn(postgres.url);
    const { pid } = server;
    const taken = async () =>
      expect
        .poll(async () => (await server.post(0, { n: 1 })).status, { timeout: 60_000, interval: 250 })
        .toBe(200);

    const kept = await executionOf(await server.post(0, { n: 1 }));
    sink.hold(() => true);
    const under = await executionOf(await server.post(1, { n: 2 }));
    await expect.poll(() => sink.held, { timeout: 30_000 }).toBe(1);
    await postgres.halt();
    const putBack = postgres.copy();
    await postgres.resume();
    await taken();
    // What the standby never learns of: one that ends, and one that is in the middle of a step.
    const lost = await executionOf(await server.post(0, { n: 3 }));
    const lostUnder = await executionOf(await server.post(1, { n: 4 }));
    await expect.poll(() => sink.held, { timeout: 30_000 }).toBe(2);
    await postgres.crash();
    putBack();
    await postgres.resume();
    await taken();
    sink.release();
    expect((await server.ended(kept)).status).toBe("succeeded");
    expect((await server.ended(under)).status).toBe("succeeded");
    for (const id of [lost, lostUnder]) await expect(server.get(`/executions/${id}`)).rejects.toThrow(/404/);
    // Of what is gone nothing more happens.
    expect(sink.calls.filter(({ key }) => key.startsWith(lostUnder))).toHaveLength(1);
    expect(server.runs && server.pid === pid).toBe(true);
  }, 300_000);
});
