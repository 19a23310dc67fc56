import { rmSync } from "node:fs";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { afterEach, describe, expect, it } from "vitest";
import { startSink } from "./counting-sink.ts";
import { chainOf, computing } from "./documents.ts";
import { executionOf, prepareData, ServerProcess } from "./server-process.ts";

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

describe("a database that another process has locked", () => {
  it("F20: is answered with 503 and Retry-After, and is taken again when it is free", async () => {
    const sink = await startSink();
    closing.push(() => sink.close());
    const data = await prepareData([computing, chainOf(sink.url, 2)]);
    closing.push(() => rmSync(data.folder, { recursive: true, force: true }));
    const server = await ServerProcess.start({ data });
    closing.push(() => server.end());
    sink.hold(() => true);
    const between = await executionOf(await server.post(1, { n: 1 }));
    await expect.poll(() => sink.held, { timeout: 30_000 }).toBe(1);
    const before = await executionOf(await server.post(0, { n: 2 }));

    const other = new Sqlite(join(data.folder, "sluice.db"));
    closing.push(() => other.close());
    other.exec("BEGIN EXCLUSIVE");
    const refused = await server.post(0, { n: 3 });
    expect(refused.status).toBe(503);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    const ready = async () => {
      const answer = await fetch(`${server.base}/health/ready`);
      return [answer.status, ((await answer.json()) as { checks: { database: string } }).checks.database];
    };
    expect(await ready()).toEqual([503, "failed"]);
    sink.release();
    // Reads do not wait for writers.
    expect((await server.get<{ status: string }>(`/executions/${before}`)).status).toBe("succeeded");
    other.exec("ROLLBACK");

    // By itself: what is written regularly finds that it is over.
    await expect.poll(ready, { timeout: 30_000 }).toEqual([200, "ok"]);
    await expect.poll(async () => (await server.post(0, { n: 4 })).status, { timeout: 30_000 }).toBe(200);
    expect((await server.ended(between)).status).toBe("succeeded");
    expect([...sink.counts().values()]).toEqual([1, 1]);

    // Neither does a start give up because of somebody who holds it for a moment.
    await server.end();
    other.exec("BEGIN EXCLUSIVE");
    setTimeout(() => other.exec("ROLLBACK"), 5000);
    await server.start();
    expect((await server.post(0, { n: 5 })).status).toBe(200);
  }, 180_000);
});
