import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { canMount, mountSmall, resize, skipped, unmount } from "./able.ts";
import { startSink } from "./counting-sink.ts";
import { chainOf, computing } from "./documents.ts";
import { executionOf, prepareData, ServerProcess } from "./server-process.ts";

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const filler = "x".repeat(200_000);

describe.skipIf(skipped(canMount(), "F13 needs the right to mount a small file system"))(
  "a full disk",
  () => {
    it("F13: is answered with 503 and Retry-After, loses nothing, and is over as soon as there is room", async () => {
      const folder = mkdtempSync(join(tmpdir(), "sluice-full-"));
      closing.push(() => rmSync(folder, { recursive: true, force: true }));
      mountSmall(folder, "8m");
      closing.push(() => unmount(folder));
      const sink = await startSink();
      closing.push(() => sink.close());
      const data = await prepareData([computing, chainOf(sink.url, 2)], { dataFolder: folder });
      const server = await ServerProcess.start({ data });
      closing.push(() => server.end());
      const { pid } = server;

      // One that is in the middle of a step when the disk becomes full.
      sink.hold(() => true);
      const between = await executionOf(await server.post(1, { n: 1 }));
      await expect.poll(() => sink.held, { timeout: 30_000 }).toBe(1);

      const accepted: string[] = [];
      let refused: Response | undefined;
      for (let n = 0; n < 200 && !refused; n += 1) {
        const answer = await server.post(0, { n, filler });
        if (answer.ok) accepted.push(await executionOf(answer));
        else refused = answer;
      }
      expect(accepted.length).toBeGreaterThan(3);
      expect(refused?.status).toBe(503);
      expect(Number(refused?.headers.get("retry-after"))).toBeGreaterThan(0);
      expect(await refused?.json()).toMatchObject({ code: "overloaded" });
      // Fill what a smaller delivery would still find room in.
      for (let n = 0; n < 500 && (await server.post(0, { n, filler: "x".repeat(4000) })).ok; n += 1);
      sink.release();
      await expect.poll(async () => (await server.post(0, { n: 1, filler })).status).toBe(503);
      // Reads still work, and so does the process.
      const { items } = await server.get<{ items: unknown[] }>("/deliveries?limit=200");
      expect(items.length).toBeGreaterThanOrEqual(accepted.length);
      expect(server.runs && server.pid === pid).toBe(true);

      resize(folder, "64m");
      await expect
        .poll(async () => (await server.post(0, { n: 1, filler })).status, { timeout: 30_000 })
        .toBe(200);
      expect((await server.ended(between)).status).toBe("succeeded");
      expect([...sink.counts().values()]).toEqual([1, 1]);
      for (const id of accepted) expect((await server.ended(id)).status).toBe("succeeded");
      expect(server.pid).toBe(pid);
    }, 180_000);
  },
);
