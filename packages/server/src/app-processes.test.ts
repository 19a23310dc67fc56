import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Execution, Workflow } from "@sluice/api/schemas";
import type { WorkflowDocument } from "@sluice/workflow/document";
import { afterAll, afterEach, beforeAll, expect, inject, it } from "vitest";
import { readConfig } from "./config.ts";
import { createLog } from "./log.ts";
import { startPatiently } from "./start-patiently.ts";
import { answeringDocument } from "./testing/documents.ts";
import { freePort } from "./testing/free-port.ts";
import { startProxy } from "./testing/postgres/proxy.ts";
import { type PostgresServer, startPostgres } from "./testing/postgres/server.ts";
import { describeOnPostgres, emptyPostgres } from "./testing/postgres/temporary-postgres.ts";
import { startTestApp, type TestApp } from "./testing/start-app.ts";

const key = "a key of more than thirty-two characters for all processes";
const environmentOf = (url: string, more: Record<string, string> = {}) => ({
  ...{ SLUICE_DATABASE_URL: url, SLUICE_SECRET_KEY: key, SLUICE_PUBLIC_URL: "http://sluice.test" },
  ...more,
});

/** Waits, then ends. */
function waitingDocument(seconds: number): WorkflowDocument {
  return {
    ...{ format: 1, name: "Waits", mode: "async", trigger: { type: "webhook", config: {} } },
    nodes: { pause: { type: "delay", config: { mode: "for", amount: seconds, unit: "seconds" } } },
    edges: [{ from: "trigger", to: "pause" }],
  };
}

/** Answers when a person has approved. */
const askingDocument = answeringDocument({
  nodes: {
    ask: { type: "wait", config: { for: "approval", title: "Answer?" } },
    answer: { type: "response", config: { kind: "json", body: { ok: true } } },
  },
  edges: [
    { from: "trigger", to: "ask" },
    ...["out", "rejected"].map((port) => ({ from: "ask", port, to: "answer" })),
  ],
});

async function approvalIn(app: TestApp): Promise<string | undefined> {
  const answer = await app.call("GET", "/approvals?state=open");
  return ((await answer.json()) as { items: { id: string }[] }).items[0]?.id;
}

async function publish(app: TestApp, document: WorkflowDocument): Promise<Workflow> {
  const made = await app.call("POST", "/workflows", { document });
  const workflow = (await made.json()) as Workflow;
  expect(made.status).toBe(201);
  const published = await app.call("POST", `/workflows/${workflow.id}/publish`, {});
  expect(published.status).toBeLessThan(300);
  return workflow;
}

const post = (app: TestApp, { hookUrl }: Workflow) =>
  fetch(`${app.baseUrl}${new URL(hookUrl).pathname}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: "{}",
  });
const executionsOf = async (app: TestApp, { id }: Workflow) => {
  const answer = await app.call("GET", `/executions?workflowId=${id}`);
  return ((await answer.json()) as { items: Execution[] }).items;
};

describeOnPostgres("processes that share a PostgreSQL database", () => {
  const closing: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });

  async function start(url: string, more: Record<string, string> = {}): Promise<TestApp> {
    const app = await startTestApp({ environment: environmentOf(url, more) });
    closing.push(() => app.stop());
    return app;
  }
  async function database(): Promise<string> {
    const { url, remove } = await emptyPostgres();
    closing.push(remove);
    return url;
  }

  it("answer by what is published now, whichever of them was told", async () => {
    const url = await database();
    const [one, two] = await Promise.all([start(url), start(url)]);
    const workflow = await publish(one, answeringDocument());
    expect(await (await post(two, workflow)).json()).toEqual({ ok: true });
    const nodes = { answer: { type: "response", config: { status: 201, kind: "json", body: { v: 2 } } } };
    await one.call("PUT", `/workflows/${workflow.id}`, {
      revision: 1,
      document: answeringDocument({ nodes }),
    });
    await one.call("POST", `/workflows/${workflow.id}/publish`, {});
    await expect.poll(async () => (await post(two, workflow)).status).toBe(201);
    const paused = await two.call("POST", `/workflows/${workflow.id}/pause`, {});
    expect(paused.status).toBeLessThan(300);
    await expect.poll(async () => (await post(one, workflow)).status).toBe(503);
  });

  it("leave to workers what a web process accepts, and nothing to be done by it alone", async () => {
    const url = await database();
    const web = await start(url, { SLUICE_ROLE: "web" });
    const workflow = await publish(web, waitingDocument(1));
    expect((await post(web, workflow)).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await executionsOf(web, workflow)).toMatchObject([{ status: "queued" }]);
    const worker = await start(url, { SLUICE_ROLE: "worker" });
    await expect
      .poll(async () => (await executionsOf(web, workflow))[0]?.status, { timeout: 20_000 })
      .toBe("succeeded");
    expect((await fetch(`${worker.baseUrl}/health/ready`)).status).toBe(200);
    for (const path of ["/api/v1/workflows", `/hooks/x`, "/"]) {
      expect((await fetch(`${worker.baseUrl}${path}`)).status).toBe(404);
    }
    // Who waits for an answer gets it of the web process itself.
    const answering = await publish(web, answeringDocument());
    expect(await (await post(web, answering)).json()).toEqual({ ok: true });
    // Also when the worker takes up what lay down in between.
    const asking = await publish(web, askingDocument);
    const answer = post(web, asking);
    await expect.poll(() => approvalIn(web)).toBeDefined();
    await web.call("POST", `/approvals/${await approvalIn(web)}/decide`, { approved: true });
    expect(await (await answer).json()).toEqual({ ok: true });
  });

  it("F36: do what they were told of, also when nothing is heard any more on the connections that listen", async () => {
    const url = await database();
    const proxy = await startProxy(url);
    closing.push(() => proxy.close());
    const web = await start(url, { SLUICE_ROLE: "web" });
    await start(proxy.url, { SLUICE_ROLE: "worker" });
    const workflow = await publish(web, waitingDocument(0));
    proxy.deafen();
    expect((await post(web, workflow)).status).toBe(200);
    await expect
      .poll(async () => (await executionsOf(web, workflow))[0]?.status, { timeout: 20_000 })
      .toBe("succeeded");
    proxy.heal();
  });

  it("end what another one runs", async () => {
    const url = await database();
    const [one, two] = await Promise.all([start(url), start(url)]);
    const workflow = await publish(one, waitingDocument(600));
    await post(one, workflow);
    await expect.poll(async () => (await executionsOf(one, workflow))[0]?.status).toBe("waiting");
    const [execution] = await executionsOf(two, workflow);
    const cancelled = await two.call("POST", `/executions/${execution?.id}/cancel`, {});
    expect(cancelled.status).toBeLessThan(300);
    await expect.poll(async () => (await executionsOf(one, workflow))[0]?.status).toBe("cancelled");
  });

  it("bring the news of each to the browsers of all", async () => {
    const url = await database();
    const [one, two] = await Promise.all([start(url), start(url)]);
    const workflow = await publish(one, answeringDocument());
    const news = new AbortController();
    const stream = await fetch(`${two.baseUrl}/api/v1/live?workflowId=${workflow.id}`, {
      headers: { authorization: `Bearer ${two.token}`, accept: "text/event-stream" },
      signal: news.signal,
    });
    let text = "";
    const reading = (async () => {
      for await (const chunk of stream.body ?? []) text += Buffer.from(chunk).toString();
    })().catch(() => {});
    await expect.poll(() => one.app.liveReaders).toBe(1);
    await post(one, workflow);
    await expect.poll(() => text).toMatch(/"kind":"execution".*"status":"succeeded"/);
    expect(text).toContain('"node":"answer"');
    news.abort();
    await reading;
  });

  it("refuse a role that leaves work to processes there cannot be", async () => {
    await expect(startTestApp({ environment: { SLUICE_ROLE: "web" } })).rejects.toThrow(
      /SLUICE_DATABASE_URL/,
    );
    const environment = { SLUICE_ROLE: "worker", SLUICE_DATABASE_URL: "postgres://h/d" };
    await expect(startTestApp({ environment })).rejects.toThrow(/SLUICE_PUBLIC_URL/);
  });
});

describeOnPostgres("a process whose database goes away", () => {
  let server: PostgresServer;
  beforeAll(async () => {
    if (inject("postgresUrl") !== null) server = await startPostgres();
  });
  afterAll(() => server?.remove());

  it("answers 503 and is well again by itself when it is back", async () => {
    const app = await startTestApp({ environment: environmentOf(server.url) });
    const workflow = await publish(app, answeringDocument());
    expect((await post(app, workflow)).status).toBe(200);
    await server.halt();
    const refused = await post(app, workflow);
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "5"]);
    expect((await app.call("GET", "/workflows")).status).toBe(503);
    expect((await fetch(`${app.baseUrl}/health/ready`)).status).toBe(503);
    expect((await fetch(`${app.baseUrl}/health/live`)).status).toBe(200);
    await server.resume();
    await expect.poll(async () => (await fetch(`${app.baseUrl}/health/ready`)).status).toBe(200);
    await expect.poll(async () => (await post(app, workflow)).status, { timeout: 15_000 }).toBe(200);
    await app.stop();
  });

  it("says in time that it is not ready, and to a sender that its request may have been stored", async () => {
    const proxy = await startProxy(server.url);
    const app = await startTestApp({ environment: environmentOf(proxy.url) });
    const workflow = await publish(app, answeringDocument());
    expect((await post(app, workflow)).status).toBe(200);
    proxy.swallowAfter('INSERT INTO "sluice"."executions"');
    const refused = await post(app, workflow);
    expect([refused.status, await refused.json()]).toMatchObject([
      503,
      { code: "overloaded", detail: expect.stringContaining("it may have been") },
    ]);
    // Longer than a balancer waits would be the time-out of the connection.
    const ready = await fetch(`${app.baseUrl}/health/ready`, { signal: AbortSignal.timeout(4000) });
    expect(ready.status).toBe(503);
    proxy.heal();
    await app.stop();
    await proxy.close();
  });

  it("waits at its start for a database that is not there yet", async () => {
    await server.halt();
    const lines: string[] = [];
    const log = createLog("warn", { write: (line: string) => lines.push(line) });
    const data = mkdtempSync(join(tmpdir(), "sluice-early-"));
    const environment = { ...environmentOf(server.url), SLUICE_DATA: data, SLUICE_PORT: "0" };
    const starting = startPatiently({ config: readConfig({ environment }), log });
    await expect.poll(() => lines.join("")).toContain("the start waits for it");
    await server.resume();
    const app = await starting;
    expect((await fetch(`${app.url}/health/ready`)).status).toBe(200);
    await app.stop();
    rmSync(data, { recursive: true });
  });

  it("begins anew with a start that it interrupts, on the port of the first try", async () => {
    const proxy = await startProxy(server.url);
    const lines: string[] = [];
    const log = createLog("warn", { write: (line: string) => lines.push(line) });
    const data = mkdtempSync(join(tmpdir(), "sluice-cut-"));
    const port = String(await freePort());
    const environment = { ...environmentOf(proxy.url), SLUICE_DATA: data, SLUICE_PORT: port };
    // The first thing that the queue of this process asks, when it listens and looks for what is due already.
    proxy.cutAfter("pg_advisory_lock_shared");
    const app = await startPatiently({ config: readConfig({ environment }), log });
    expect(lines.join("")).toContain("the start waits for it");
    expect(app.url).toBe(`http://127.0.0.1:${port}`);
    expect((await fetch(`${app.url}/health/ready`)).status).toBe(200);
    await app.stop();
    await proxy.close();
    // Nothing of the first try has gone on.
    expect(lines.join("")).not.toContain("after calling end on the pool");
    rmSync(data, { recursive: true });
  });

  it("says how long it has been waited for when that was too long", async () => {
    const silent = await freePort();
    const environment = environmentOf(`postgres://u:secret@127.0.0.1:${silent}/d`);
    const config = readConfig({ environment: { ...environment, SLUICE_PORT: "0" } });
    const log = createLog("silent");
    await expect(startPatiently({ config, log, patienceMs: 0 })).rejects.toThrow(
      /^The database did not answer for \d+ s: connect ECONNREFUSED/,
    );
  });

  it("says at its start what is wrong", async () => {
    const silent = createServer().listen(0, "127.0.0.1");
    await once(silent, "listening");
    const { port } = silent.address() as AddressInfo;
    silent.close();
    await once(silent, "close");
    const environment = environmentOf(`postgres://u:secret@127.0.0.1:${port}/d`);
    await expect(startTestApp({ environment })).rejects.toThrow(/ECONNREFUSED/);
  });
});
