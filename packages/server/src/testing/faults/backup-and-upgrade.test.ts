import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { afterEach, describe, expect, it } from "vitest";
import { documentOf } from "../../front-door/testing/documents.ts";
import { startTestApp, type TestApp } from "../start-app.ts";
import { startSink } from "./counting-sink.ts";
import { callOf } from "./documents.ts";

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const environment = { SLUICE_ALLOW_NETWORKS: "127.0.0.0/8", SLUICE_CONCURRENCY: "100" };
const variables = [{ key: "n", from: "body", path: "n", type: "number" }];

async function published(app: TestApp, document: unknown): Promise<{ id: string; path: string }> {
  const made = await app.call("POST", "/workflows", { document });
  const { id, hookUrl } = (await made.json()) as { id: string; hookUrl: string };
  expect((await app.call("POST", `/workflows/${id}/publish`, {})).status).toBeLessThan(300);
  return { id, path: new URL(hookUrl).pathname };
}

async function post(app: TestApp, path: string, n: number): Promise<string> {
  const headers = { "content-type": "application/json" };
  const answer = await fetch(`${app.baseUrl}${path}`, {
    method: "POST",
    body: JSON.stringify({ n }),
    headers,
  });
  expect(answer.status).toBe(200);
  return answer.headers.get("sluice-execution-id") ?? "";
}

const read = async (app: TestApp, id: string) =>
  (await (await app.call("GET", `/executions/${id}`)).json()) as {
    status: string;
    finishedAt: string | null;
  };

describe("data that outlives its server", () => {
  it("F50, F52: a copy made under load is whole, and what ran when it was made goes on elsewhere, on its own version", async () => {
    const sink = await startSink();
    closing.push(() => sink.close());
    const app = await startTestApp({ environment });
    closing.push(() => rmSync(app.dataFolder, { recursive: true, force: true }));
    const version = (last: string) =>
      documentOf({
        trigger: { variables },
        nodes: {
          first: callOf(sink.url, "first"),
          held: callOf(sink.url, "held"),
          last: callOf(sink.url, last),
        },
        edges: ["trigger>first", "first>held", "held>last"],
      });
    const { id, path } = await published(app, version("old"));
    sink.hold(({ body }) => (body as { step: string }).step === "held");
    const before = await Promise.all(Array.from({ length: 20 }, (_, n) => post(app, path, n)));
    await expect.poll(() => sink.held, { timeout: 60_000 }).toBe(20);
    // The definition changes while they run.
    await app.call("PUT", `/workflows/${id}`, { revision: 1, document: version("new") });
    await app.call("POST", `/workflows/${id}/publish`, {});
    const elsewhere = mkdtempSync(join(tmpdir(), "sluice-restored-"));
    closing.push(() => rmSync(elsewhere, { recursive: true, force: true }));
    let going = true;
    const after: string[] = [];
    const load = (async () => {
      for (let n = 100; going; n += 1) after.push(await post(app, path, n));
    })();
    const copying = new Sqlite(join(app.dataFolder, "sluice.db"), { readonly: true });
    copying.prepare("VACUUM INTO ?").run(join(elsewhere, "sluice.db"));
    copying.close();
    going = false;
    await load;
    copyFileSync(join(app.dataFolder, "secret.key"), join(elsewhere, "secret.key"));
    await app.stop({ keepData: true, graceMs: 0 });

    const copy = new Sqlite(join(elsewhere, "sluice.db"));
    expect(copy.pragma("integrity_check", { simple: true })).toBe("ok");
    const known = new Set(copy.prepare("select id from executions").pluck().all());
    copy.close();
    expect(before.filter((one) => !known.has(one))).toEqual([]);
    sink.release();
    const restored = await startTestApp({ environment, dataFolder: elsewhere });
    closing.push(() => restored.stop({ keepData: true }));
    for (const one of [...before, ...after.filter((other) => known.has(other))]) {
      await expect
        .poll(async () => (await read(restored, one)).status, { timeout: 60_000 })
        .toBe("succeeded");
      // What had been done when the copy was made is not done again; what was under way then is, at most once.
      expect(sink.counts().get(`${one}/held/`)).toBeLessThanOrEqual(2);
    }
    for (const one of before) {
      expect([one, sink.counts().get(`${one}/first/`)]).toEqual([one, 1]);
      const last = sink.calls.filter(({ key }) => key === `${one}/last/`);
      expect(last.map(({ body }) => (body as { step: string }).step)).toEqual(["old"]);
    }
  }, 180_000);

  it("F48: of one key goes through in the order in which it came, where the workflow says so", async () => {
    const sink = await startSink();
    closing.push(() => sink.close());
    const app = await startTestApp({ environment });
    closing.push(() => app.stop());
    const { path } = await published(
      app,
      documentOf({
        trigger: { variables },
        nodes: { call: callOf(sink.url, "call") },
        edges: ["trigger>call"],
        settings: { concurrency: { key: "one customer", limit: 1, whenFull: "queue" } },
      }),
    );
    const sent = 100;
    const ids: string[] = [];
    for (let n = 0; n < sent; n += 1) ids.push(await post(app, path, n));
    await expect.poll(() => sink.calls.length, { timeout: 60_000 }).toBe(sent);
    expect(sink.calls.map(({ key }) => key)).toEqual(ids.map((one) => `${one}/call/`));
  }, 120_000);
});
