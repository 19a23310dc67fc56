import { rmSync } from "node:fs";
import { afterEach, expect, it } from "vitest";
import { startProxy } from "../postgres/proxy.ts";
import { startPostgres } from "../postgres/server.ts";
import { describeOnPostgres, emptyPostgres } from "../postgres/temporary-postgres.ts";
import { startSink } from "./counting-sink.ts";
import { chainOf, computing } from "./documents.ts";
import { executionOf, prepareData, ServerProcess } from "./server-process.ts";

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const SLUICE_SECRET_KEY = "the key of all processes of this test";

async function started(url: string) {
  const sink = await startSink();
  closing.push(() => sink.close());
  const environment = { SLUICE_DATABASE_URL: url, SLUICE_SECRET_KEY };
  const data = await prepareData([computing, chainOf(sink.url, 3)], { environment });
  closing.push(() => rmSync(data.folder, { recursive: true, force: true }));
  const server = await ServerProcess.start({ data, environment });
  closing.push(() => server.end());
  return { sink, server };
}

describeOnPostgres("a database that is away", () => {
  it("F32: ends again and again under load, without a word, and nothing that was accepted is lost", async () => {
    const postgres = await startPostgres();
    closing.push(() => postgres.remove());
    const { sink, server } = await started(postgres.url);
    const { pid } = server;
    const accepted: string[] = [];
    let [going, refused] = [true, 0];
    const sender = async (at: number) => {
      for (let n = 0; going; n += 1) {
        const answer = await server.post(at, { n });
        if (answer.ok) accepted.push(await executionOf(answer));
        else {
          expect(answer.status).toBe(503);
          expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
          await answer.arrayBuffer();
          refused += 1;
        }
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    };
    const senders = [0, 0, 1, 1].map(sender);
    for (let restart = 0; restart < 4; restart += 1) {
      const enough = accepted.length + 10;
      await expect.poll(() => accepted.length, { timeout: 60_000 }).toBeGreaterThan(enough);
      await postgres.crash();
      await new Promise((resolve) => setTimeout(resolve, 1000));
      await postgres.resume();
    }
    await expect.poll(async () => (await server.post(0, { n: 0 })).ok, { timeout: 60_000 }).toBe(true);
    going = false;
    await Promise.all(senders);
    expect(refused).toBeGreaterThan(0);
    expect(server.runs && server.pid === pid).toBe(true);
    for (const id of accepted) expect([id, (await server.ended(id)).status]).toEqual([id, "succeeded"]);
    // No process was killed: no step was run twice.
    expect([...sink.counts().values()].filter((count) => count !== 1)).toEqual([]);
  }, 400_000);

  it("F34: is noticed when the network swallows everything, and what was under way ends once", async () => {
    const { url, remove } = await emptyPostgres();
    closing.push(remove);
    const proxy = await startProxy(url);
    closing.push(() => proxy.close());
    const { sink, server } = await started(proxy.url);
    sink.hold(() => true);
    const between = await executionOf(await server.post(1, { n: 1 }));
    await expect.poll(() => sink.held, { timeout: 60_000 }).toBe(1);

    proxy.blackHole();
    const from = performance.now();
    const refused = await server.post(0, { n: 2 });
    expect(refused.status).toBe(503);
    expect(performance.now() - from).toBeLessThan(60_000);
    sink.release();
    await new Promise((resolve) => setTimeout(resolve, 1000));
    proxy.heal();

    await expect.poll(async () => (await server.post(0, { n: 3 })).ok, { timeout: 60_000 }).toBe(true);
    expect((await server.ended(between)).status).toBe("succeeded");
    expect([...sink.counts().values()]).toEqual([1, 1, 1]);
  }, 300_000);
});
