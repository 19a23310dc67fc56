import { rmSync } from "node:fs";
import { afterEach, describe, expect, it } from "vitest";
import { documentOf } from "../../front-door/testing/documents.ts";
import { startTestApp, type TestApp } from "../start-app.ts";
import { startSink } from "./counting-sink.ts";
import { callOf } from "./documents.ts";

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const hours = 3_600_000;

describe("a clock that is set back by two hours", () => {
  it("F28: runs nothing twice and leaves nothing waiting, neither going on nor starting anew", async () => {
    const sink = await startSink();
    closing.push(() => sink.close());
    const environment = { SLUICE_ALLOW_NETWORKS: "127.0.0.0/8" };
    const began = Date.now();
    const app = await startTestApp({ environment, fakeClock: true, now: began });
    closing.push(() => rmSync(app.dataFolder, { recursive: true, force: true }));
    const document = documentOf({
      trigger: { variables: [{ key: "n", from: "body", path: "n", type: "number" }] },
      nodes: { first: callOf(sink.url, "first"), second: callOf(sink.url, "second") },
      edges: ["trigger>first", "first>second"],
    });
    const created = await app.call("POST", "/workflows", { document });
    const { id, hookUrl } = (await created.json()) as { id: string; hookUrl: string };
    await app.call("POST", `/workflows/${id}/publish`, {});
    const path = new URL(hookUrl).pathname;

    sink.hold(({ body }) => (body as { step: string }).step === "first");
    const before = await post(app, path);
    await expect.poll(() => sink.held, { timeout: 30_000 }).toBe(1);
    app.advance(-2 * hours);
    const after = await post(app, path);
    await expect.poll(() => sink.held, { timeout: 30_000 }).toBe(2);
    sink.release();
    for (const one of [before, after]) expect(await endOf(app, one)).toBe("succeeded");

    sink.hold(({ body }) => (body as { step: string }).step === "second");
    const cut = await post(app, path);
    await expect.poll(() => sink.held, { timeout: 30_000 }).toBe(1);
    await app.stop({ keepData: true, graceMs: 0 });
    sink.release();
    const dataFolder = app.dataFolder;
    const next = await startTestApp({ environment, fakeClock: true, now: began - 4 * hours, dataFolder });
    closing.push(() => next.stop({ keepData: true }));
    expect(await endOf(next, cut)).toBe("succeeded");
    const counts = (execution: string) =>
      ["first", "second"].map((step) => sink.counts().get(`${execution}/${step}/`));
    expect([before, after, cut].map(counts)).toEqual([
      [1, 1],
      [1, 1],
      [1, 2],
    ]);
    const listed = await next.call("GET", "/deliveries?limit=50");
    const { items } = (await listed.json()) as { items: { durationMs: number | null }[] };
    expect(items.length).toBe(3);
    expect(items.every(({ durationMs }) => durationMs === null || durationMs >= 0)).toBe(true);
  }, 120_000);
});

describe("a clock that jumps forward by an hour", () => {
  it("F27: wakes once each what has become due, and takes nothing from who holds it", async () => {
    const sink = await startSink();
    closing.push(() => sink.close());
    const environment = { SLUICE_ALLOW_NETWORKS: "127.0.0.0/8" };
    const app = await startTestApp({ environment, fakeClock: true });
    closing.push(() => app.stop());
    const variables = [{ key: "n", from: "body", path: "n", type: "number" }];
    const document = documentOf({
      trigger: { variables },
      nodes: {
        first: callOf(sink.url, "first"),
        pause: { type: "delay", config: { amount: 30, unit: "minutes" } },
        second: callOf(sink.url, "second"),
      },
      edges: ["trigger>first", "first>pause", "pause>second"],
    });
    const created = await app.call("POST", "/workflows", { document });
    const { id, hookUrl } = (await created.json()) as { id: string; hookUrl: string };
    await app.call("POST", `/workflows/${id}/publish`, {});
    const path = new URL(hookUrl).pathname;
    const asleep = await Promise.all(Array.from({ length: 20 }, () => post(app, path)));
    const waiting = async () => {
      const answer = await app.call("GET", "/executions?status=waiting&limit=100");
      return ((await answer.json()) as { items: unknown[] }).items.length;
    };
    await expect.poll(waiting, { timeout: 60_000 }).toBe(20);
    sink.hold(({ body }) => (body as { step: string }).step === "first");
    const held = await post(app, path);
    await expect.poll(() => sink.held, { timeout: 30_000 }).toBe(1);
    app.advance(hours);
    for (const one of asleep) expect(await endOf(app, one)).toBe("succeeded");
    // Its lease is an hour old by that clock, and nobody else has a better right to it.
    await new Promise((resolve) => setTimeout(resolve, 1500));
    sink.release();
    app.advance(hours);
    await expect.poll(waiting, { timeout: 30_000 }).toBe(1);
    app.advance(hours);
    expect(await endOf(app, held)).toBe("succeeded");
    expect(sink.calls).toHaveLength(2 * 21);
    expect(Math.max(...sink.counts().values())).toBe(1);
  }, 120_000);
});

async function post(app: TestApp, path: string): Promise<string> {
  const headers = { "content-type": "application/json" };
  const answer = await fetch(`${app.baseUrl}${path}`, { method: "POST", body: '{"n":1}', headers });
  expect(answer.status).toBe(200);
  return answer.headers.get("sluice-execution-id") ?? "";
}

async function endOf(app: TestApp, id: string): Promise<string> {
  const get = async () =>
    (await (await app.call("GET", `/executions/${id}`)).json()) as {
      status: string;
      finishedAt: string | null;
    };
  await expect.poll(async () => (await get()).finishedAt !== null, { timeout: 60_000 }).toBe(true);
  return (await get()).status;
}
