import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { News } from "@sluice/api/schemas";
import { afterEach, describe, expect, it } from "vitest";
import { StoreUnavailableError } from "../stores/intake/store.ts";
import { documentOf, double, echo } from "./testing/documents.ts";
import { type OpenDoor, type OpenDoorOptions, openDoor } from "./testing/open-door.ts";
import { waitingNode } from "./testing/waiting-node.ts";

const opened: OpenDoor[] = [];
afterEach(async () => {
  for (const open of opened.splice(0)) await open.close();
});

async function start(options?: OpenDoorOptions): Promise<OpenDoor> {
  const open = await openDoor(options);
  opened.push(open);
  return open;
}

function post(url: string, body = '{"amount":1}') {
  return fetch(url, { method: "POST", body, headers: { "content-type": "application/json" } });
}

async function expectOverloaded(answer: Response): Promise<void> {
  expect(answer.status).toBe(503);
  expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(await answer.json()).toMatchObject({ code: "overloaded" });
}

describe("the door in trouble", () => {
  it("answers 503 while the database cannot be written, lists what it refused, and recovers by itself", async () => {
    const open = await start();
    const { id, url } = await open.workflow(echo);
    expect((await post(url)).status).toBe(200);
    const client = open.database.write.$client;
    client.pragma(`max_page_count = ${client.pragma("page_count", { simple: true })}`);
    const big = JSON.stringify("x".repeat(200_000));
    await expectOverloaded(await post(url, big));
    client.pragma("max_page_count = 1000000");
    expect((await post(url, big)).status).toBe(200);
    const [after, refused, before] = await open.listed(id);
    expect([after?.verdict, before?.verdict]).toEqual(["accepted", "accepted"]);
    expect(refused).toMatchObject({ verdict: "refused", reason: "overloaded", executionId: null });
    expect((await open.executions.list({ limit: 10 })).length).toBe(2);
  });

  it("answers 503 when the trigger cannot be looked up", async () => {
    const open = await start();
    const { url } = await open.workflow(echo);
    open.database.read.$client.close();
    await expectOverloaded(await post(url));
    expect(open.errors).toEqual(["a trigger could not be looked up"]);
  });

  it("takes nothing by a published trigger that it cannot read, and says why", async () => {
    const logged: unknown[] = [];
    const log = { error: (details: object) => logged.push(details), info: () => {} };
    const open = await start({ door: { log } });
    const auth = { any: [{ type: "basic", username: "bob", password: { secret: { value: "hunter2" } } }] };
    const { id, url } = await open.workflow(documentOf({ trigger: { auth, unknownToday: true } }));
    await expectOverloaded(await post(url));
    const [{ err } = { err: undefined }] = logged as { err?: Error }[];
    expect(err?.cause).toMatchObject({ message: expect.stringContaining("unknownToday") });
    expect((await fetch(`${url}/docs`)).status).toBe(503);
    expect(await open.executions.list({ workflowId: id, limit: 9 })).toEqual([]);
  });

  const key = { type: "apiKey", in: "header", parameter: "x-shop-key", key: { secret: { value: "k-77" } } };
  it.each([
    { name: "whose other fields cannot be read", auth: { any: [key] } },
    { name: "one of whose methods cannot be read", auth: { any: [key, { type: "eyes" }] } },
  ])("lets nobody past a draft $name, and stores no key", async ({ auth }) => {
    const open = await start();
    const trigger = { auth, unknownToday: true };
    const { id, url } = await open.workflow(documentOf({ trigger }), { publish: false });
    const answer = await fetch(url, { method: "POST", body: "{}", headers: { "x-shop-key": "k-78" } });
    expect([answer.status, answer.headers.get("www-authenticate")]).toEqual([401, 'ApiKey realm="Sluice"']);
    const [refused] = await open.listed(id);
    const stored = await open.deliveries.get(refused?.id ?? "");
    expect(stored?.request.headers).toContainEqual({ name: "x-shop-key", value: "[redacted]" });
  });

  it("answers 503 when too many executions or writes wait", async () => {
    const waiting = waitingNode();
    const open = await start({ runners: { waiting: waiting.runner }, concurrency: 1, queueLimit: 1 });
    const slow = documentOf({
      nodes: { a: { type: "waiting", config: { name: "a" } } },
      edges: ["trigger>a"],
    });
    const { url } = await open.workflow(slow);
    expect((await post(url)).status).toBe(200);
    expect((await post(url)).status).toBe(200);
    await expectOverloaded(await post(url));
    expect(open.engine.load).toMatchObject({ running: 1, queued: 1, full: true });
    await waiting.let("a", 1);
    await waiting.let("a", 1);
    expect((await post(url)).status).toBe(200);
    await waiting.let("a", 1);
    const full = await start({ door: { waitingLimit: 0 } });
    await expectOverloaded(await post((await full.workflow(echo)).url));
  });

  it("tells those who still wait that their execution goes on, when the server goes", async () => {
    const waiting = waitingNode();
    const open = await start({ runners: { waiting: waiting.runner } });
    const { url } = await open.workflow(
      documentOf({
        mode: "sync",
        nodes: {
          a: { type: "waiting", config: { name: "a" } },
          reply: { type: "response", config: { kind: "empty" } },
        },
        edges: ["trigger>a", "a>reply"],
      }),
    );
    const inside = post(url);
    while (waiting.visits.length === 0) await new Promise((next) => setTimeout(next, 5));
    open.door.giveUp();
    const answer = await inside;
    expect([answer.status, await answer.json()]).toMatchObject([504, { code: "deadline-exceeded" }]);
    await waiting.let("a", 1);
  });

  it("drains: finishes what it has let in, refuses the rest", async () => {
    const waiting = waitingNode();
    const open = await start({ runners: { waiting: waiting.runner } });
    const slow = documentOf({
      mode: "sync",
      nodes: {
        a: { type: "waiting", config: { name: "a" } },
        reply: { type: "response", config: { kind: "empty" } },
      },
      edges: ["trigger>a", "a>reply"],
    });
    const { id, url } = await open.workflow(slow);
    const inside = post(url);
    while (waiting.visits.length === 0) await new Promise((next) => setTimeout(next, 5));
    let drained = false;
    const draining = open.door.drain().then(() => {
      drained = true;
    });
    await expectOverloaded(await post(url));
    expect(drained).toBe(false);
    await waiting.let("a", 1);
    expect((await inside).status).toBe(200);
    await draining;
    // Everything is on disk when it has drained.
    expect((await open.deliveries.list({ workflowId: id, limit: 9 })).map(({ reason }) => reason)).toEqual([
      "overloaded",
      null,
    ]);
  });

  it("is not opened before it is told to", async () => {
    const open = await start();
    const { url } = await open.workflow(echo);
    await open.door.drain();
    await expectOverloaded(await post(url));
    open.door.open();
    expect((await post(url)).status).toBe(200);
  });

  it("keeps the newest 200 of a flood of refusals, counts all, and takes honest deliveries meanwhile", async () => {
    const open = await start();
    const { id, url } = await open.workflow(double);
    for (let round = 0; round < 10; round += 1) {
      const flood = Array.from({ length: 60 }, () =>
        fetch(url, { method: "GET" }).then((answer) => answer.text()),
      );
      expect((await post(url)).status).toBe(200);
      await Promise.all(flood);
    }
    const listed = await open.listed(id);
    expect(listed.filter(({ verdict }) => verdict === "accepted").length).toBe(10);
    expect(listed.filter(({ verdict }) => verdict === "refused").length).toBe(200);
    expect(await open.deliveries.counters(id)).toMatchObject([{ reason: "method-not-allowed", count: 600 }]);
  });

  it("keeps what it turned away while the database could not be written, the newest of it, and counts all", async () => {
    let broken = true;
    const open = await start({
      intake: (real) => ({
        ...real,
        waiting: 0,
        refuse: (given) =>
          broken ? Promise.reject(new StoreUnavailableError("no disk")) : real.refuse(given),
      }),
    });
    const { id, url } = await open.workflow(double);
    const other = await open.workflow(documentOf({ trigger: { filter: { when: { expression: "false" } } } }));
    const filtered = await post(other.url);
    const turned: (string | null)[] = [];
    for (let at = 0; at < 230; at += 1) {
      const answer = await fetch(url);
      await answer.text();
      turned.push(answer.headers.get("sluice-delivery-id"));
      // Each of them is tried, and fails.
      if (at % 50 === 0) await open.door.settle();
    }
    expect(open.errors).toContain("refused deliveries could not be written");
    broken = false;
    const listed = await open.listed(id);
    expect(listed.map((one) => one.id)).toEqual(turned.slice(-200).reverse());
    expect(listed[0]).toMatchObject({ status: 405, reason: "method-not-allowed" });
    expect(await open.deliveries.counters(id)).toMatchObject([{ reason: "method-not-allowed", count: 230 }]);
    expect(await open.deliveries.list({ workflowId: other.id, limit: 9 })).toMatchObject([
      { id: filtered.headers.get("sluice-delivery-id"), verdict: "filtered", status: 200 },
    ]);
  });

  it("takes no more of the disk for a flood than for its beginning", async () => {
    const open = await start();
    const { id, url } = await open.workflow(double);
    const flood = async (requests: number) => {
      for (let sent = 0; sent < requests; sent += 50) {
        const broken = `{"a":"${"x".repeat(20_000)}`;
        await Promise.all(
          Array.from({ length: 50 }, () => post(url, broken).then((answer) => answer.text())),
        );
      }
      await open.listed(id);
      return readdirSync(open.folder).reduce((sum, file) => sum + statSync(join(open.folder, file)).size, 0);
    };
    const first = await flood(500);
    // Four times as much again, 40 MB of bodies.
    const then = await flood(2000);
    expect(then - first).toBeLessThan(8e6);
    expect(await open.deliveries.counters(id)).toMatchObject([{ reason: "malformed-json", count: 2500 }]);
  }, 30_000);

  it("keeps no more than a piece of a refused body, neither on disk nor in memory", async () => {
    const held: number[] = [];
    const open = await start({
      intake: (real) => ({
        ...real,
        waiting: 0,
        accept: (given) => real.accept(given),
        refuse: (given) => {
          held.push(...given.deliveries.map(({ body }) => body.buffer.byteLength));
          return real.refuse(given);
        },
      }),
    });
    const { id, url } = await open.workflow(double);
    await post(url, `{"a":"${"x".repeat(500_000)}`);
    const [listed] = await open.listed(id);
    const delivery = await open.deliveries.get(listed?.id ?? "");
    expect(delivery?.request).toMatchObject({ bodyBytes: 500_006, bodyTruncated: true });
    expect(delivery?.request.body.length).toBe(65_536);
    expect(held).toEqual([65_536]);
  });

  it("says nothing of a failure inside but that there was one", async () => {
    const open = await start({
      intake: (real) => ({
        ...real,
        waiting: 0,
        accept: () => Promise.reject(new TypeError("secret detail in /path/file.ts")),
        refuse: (given) => real.refuse(given),
      }),
    });
    const { url } = await open.workflow(echo);
    const answer = await post(url);
    const text = await answer.text();
    expect([answer.status, JSON.parse(text).code]).toEqual([500, "internal-error"]);
    expect(text).not.toMatch(/secret|path|TypeError/);
    expect(open.errors).toEqual(["a delivery could not be taken"]);
  });
});

it.each([
  { name: "started an execution", paused: false, verdict: "accepted" },
  { name: "is held", paused: true, verdict: "held" },
])("a failure after a delivery that $name makes no second one of it", async ({ paused, verdict }) => {
  const hub = {
    readers: 1,
    publish: () => {
      throw new Error("the news cannot be told");
    },
  };
  const open = await start({ door: { hub } });
  const { id, url } = await open.workflow(documentOf({ trigger: { whenPaused: "hold" } }));
  await open.workflows.setPaused({ id, paused });
  const answer = await post(url);
  expect([answer.status, await answer.json()]).toEqual([
    ...[500, expect.objectContaining({ code: "internal-error", deliveryId: expect.any(String) })],
  ]);
  expect((await open.listed(id)).map((one) => one.verdict)).toEqual([verdict]);
  expect(open.errors).toContain("what follows a delivery failed");
});

describe("keys and versions", () => {
  it("a new version, a new key and the end of an old one count at once", async () => {
    let later = 0;
    const open = await start({ door: { clock: () => Date.now() + later } });
    const { id, url, key, revision } = await open.workflow(echo);
    expect((await post(url)).status).toBe(200);
    await open.workflows.rotateKey({ id, hookKey: "fresh", oldUntil: Date.now() + 60_000 });
    const fresh = `${open.base}/hooks/fresh`;
    expect([(await post(url)).status, (await post(fresh)).status]).toEqual([200, 200]);
    later = 60_001;
    expect([(await post(url)).status, (await post(fresh)).status]).toEqual([404, 200]);
    expect((await post(`${open.base}/hooks/${key.slice(1)}`)).status).toBe(404);
    const reply = { type: "response", config: { status: 201, kind: "empty" } };
    const document = documentOf({ mode: "sync", nodes: { reply }, edges: ["trigger>reply"] });
    const draft = { document, meaning: "other", newSecrets: [], secretIds: [] };
    await open.workflows.save({ id, revision, draft, at: Date.now() });
    expect((await post(fresh)).status).toBe(200);
    await open.workflows.publish({
      id,
      revision: revision + 1,
      note: null,
      by: null,
      secretIds: [],
      listening: { kind: "none" },
      at: Date.now(),
    });
    expect((await post(fresh)).status).toBe(201);
    await open.workflows.trash({ id, at: Date.now() });
    expect((await post(fresh)).status).toBe(404);
  });

  it("tells the browsers what happens, when somebody listens", async () => {
    const open = await start();
    const { id, url } = await open.workflow(double);
    const news: News[] = [];
    const subscription = open.hub.subscribe({ workflowId: id });
    const reading = (async () => {
      for await (const item of subscription) news.push(item);
    })();
    await post(url, '{"amount":4}');
    await fetch(url);
    await open.listed(id);
    subscription.close();
    await reading;
    const told = news.map((item) => {
      if (item.kind === "delivery") return `${item.delivery.verdict} ${item.delivery.status}`;
      if (item.kind === "execution") return `execution ${item.execution.status}`;
      return item.kind === "step" ? `${item.step.node} ${item.step.status}` : item.kind;
    });
    expect(told).toEqual([
      "execution succeeded",
      "trigger succeeded",
      "keep succeeded",
      "accepted 200",
      "refused 405",
    ]);
  });
});
