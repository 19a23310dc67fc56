import { runners } from "@sluice/nodes/runners";
import type { WorkflowDocument } from "@sluice/workflow/document";
import { type Json, type JsonObject, NodeError } from "@sluice/workflow/node-contract";
import { afterEach, describe, expect, it } from "vitest";
import { documentOf } from "../front-door/testing/documents.ts";
import { type OpenDoor, openDoor } from "../front-door/testing/open-door.ts";
import { waitingNode } from "../front-door/testing/waiting-node.ts";
import { createEngine, type Engine } from "./engine.ts";
import { nothingOutside } from "./reach.ts";

const opened: OpenDoor[] = [];
afterEach(async () => {
  for (const open of opened.splice(0)) await open.close();
});

async function start() {
  const waiting = waitingNode();
  const open = await openDoor({ runners: { waiting: waiting.runner } });
  opened.push(open);
  await open.engine.start();
  const run = (given: Parameters<typeof documentOf>[0], body: Json = {}, waitMs = 5000) =>
    open.engine.run({
      workflowId: "wf_1",
      version: null,
      revision: Math.random(),
      document: documentOf(given),
      input: { body },
      waitMs,
    });
  const published = async (document: WorkflowDocument) => (await open.workflow(document)).id;
  const ended = (id: string, engine: Engine = open.engine) =>
    until(
      () => engine.read(id),
      (execution) => execution?.finishedAt != null,
    );
  /** Another process on the same database. */
  const next = (clock = Date.now) => {
    const again = waitingNode();
    const { intake, executions, deliveries, waits, signer, hub, workflows, vault } = open;
    const engine = createEngine({
      ...{ intake, executions, deliveries, waits, hub, workflows, clock },
      ...{ secrets: vault, env: {}, log: { error: () => {} }, outside: nothingOutside },
      callbackUrl: signer.pathOf,
      runners: { ...runners, waiting: again.runner },
    });
    return { engine, waiting: again };
  };
  return { open, waiting, run, published, ended, next };
}

const compute = (expression: string, more = {}) => ({ type: "transform", config: { expression }, ...more });
const wait = (name: string, more = {}) => ({ type: "waiting", config: { name }, ...more });

async function until<Value>(ask: () => Promise<Value>, is: (value: Value) => boolean): Promise<Value> {
  for (let turn = 0; turn < 3000; turn += 1) {
    const value = await ask();
    if (is(value)) return value;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error("it did not come to that");
}

const day = 86_400_000;

describe("a delay", () => {
  it("of a moment stays in memory; a long one is a row with a due time, and the next process goes on", async () => {
    const { open, run, next } = await start();
    const short = await run({
      nodes: {
        pause: { type: "delay", config: { amount: 0.2, unit: "seconds" } },
        after: compute("steps.pause"),
      },
      edges: ["trigger>pause", "pause>after"],
    });
    expect(short.status).toBe("succeeded");
    const long = await run({
      nodes: { pause: { type: "delay", config: { amount: 1, unit: "days" } }, after: compute("1") },
      edges: ["trigger>pause", "pause>after"],
    });
    expect(long).toMatchObject({ status: "waiting", waitingFor: { kind: "moment" } });
    expect(long.steps.at(-1)).toMatchObject({
      node: "pause",
      status: "waiting",
      waiting: { kind: "moment" },
    });
    expect(open.engine.load).toMatchObject({ running: 0, queued: 0 });
    await open.engine.stop();
    const { engine } = next(() => Date.now() + day + 1000);
    await engine.start();
    const done = await until(
      () => engine.read(long.id),
      (execution) => execution?.finishedAt != null,
    );
    expect(done).toMatchObject({ status: "succeeded", waitingFor: null });
    expect(done?.steps.map(({ node, status }) => [node, status])).toEqual([
      ["trigger", "succeeded"],
      ["pause", "succeeded"],
      ["after", "succeeded"],
    ]);
    await engine.stop();
  });

  it("in each iteration of a loop wakes each of them", async () => {
    const { run } = await start();
    const execution = await run({
      nodes: {
        each: { type: "loop", config: { items: "{{ [3, 2, 1] }}", concurrency: 3 } },
        pause: { type: "delay", config: { amount: "{{ item / 20 }}", unit: "seconds" }, parent: "each" },
        after: compute("item * 10", { parent: "each" }),
      },
      edges: ["trigger>each", "pause>after"],
    });
    expect(execution.steps.at(-1)?.output).toMatchObject({ results: [30, 20, 10] });
  });
});

describe("a wait", () => {
  const callback = documentOf({
    nodes: {
      tell: compute("execution.callbacks.answer"),
      answer: { type: "wait", config: { for: "callback" } },
      after: compute("steps.answer.body.n + 1"),
    },
    edges: ["trigger>tell", "tell>answer", "answer>after"],
  });

  it("goes on when its callback URL is posted to, once", async () => {
    const { open, run, ended } = await start();
    const execution = await run({ ...partsOf(callback) });
    expect(execution).toMatchObject({ status: "waiting", waitingFor: { kind: "callback", until: null } });
    const path = execution.steps.find(({ node }) => node === "tell")?.output as string;
    const url = `http://127.0.0.1:${open.port}${path}`;
    const post = (body: string, to = url) =>
      fetch(to, { method: "POST", body, headers: { "content-type": "application/json" } });
    expect((await fetch(url)).status).toBe(405);
    expect((await post("{")).status).toBe(400);
    expect((await post("{}", url.replace("answer", "other"))).status).toBe(404);
    expect((await post("{}", `${url.slice(0, -1)}${url.endsWith("x") ? "y" : "x"}`)).status).toBe(404);
    const first = await post('{"n":41}', `${url}?a=1`);
    expect([first.status, await first.json()]).toEqual([200, { ok: true }]);
    const second = await post('{"n":1}');
    expect([second.status, ((await second.json()) as { code: string }).code]).toEqual([409, "callback-used"]);
    const done = await ended(execution.id);
    expect(done?.steps.find(({ node }) => node === "answer")?.output).toMatchObject({
      body: { n: 41 },
      query: { a: "1" },
    });
    expect(done?.steps.at(-1)).toMatchObject({ node: "after", output: 42 });
  });

  it("has what came before it slept", async () => {
    const { open, run, waiting, ended } = await start();
    const running = await run(
      {
        nodes: {
          tell: compute("execution.callbacks.answer"),
          slow: wait("slow"),
          answer: { type: "wait", config: { for: "callback" } },
        },
        edges: ["trigger>tell", "tell>slow", "slow>answer"],
      },
      {},
      50,
    );
    const path = running.steps.find(({ node }) => node === "tell")?.output as string;
    const early = await fetch(`http://127.0.0.1:${open.port}${path}`, { method: "POST", body: '"now"' });
    expect(early.status).toBe(200);
    await waiting.let("slow", 1);
    expect((await ended(running.id))?.steps.at(-1)?.output).toMatchObject({ body: "now" });
  });

  it("goes by `timeout` when nobody comes, and a late callback is told", async () => {
    const { open, run, ended } = await start();
    const execution = await run({
      nodes: {
        tell: compute("execution.callbacks.answer"),
        answer: { type: "wait", config: { for: "callback", timeout: 0.3, unit: "seconds" } },
        late: compute("'nobody'"),
      },
      edges: ["trigger>tell", "tell>answer", "answer:timeout>late"],
    });
    const done = await ended(execution.id);
    expect(done?.steps.at(-1)).toMatchObject({ node: "late", output: "nobody" });
    const path = done?.steps.find(({ node }) => node === "tell")?.output as string;
    const late = await fetch(`http://127.0.0.1:${open.port}${path}`, { method: "POST", body: "1" });
    expect(late.status).toBe(409);
  });

  it("has a URL of its own in each iteration", async () => {
    const { open, run, ended } = await start();
    const execution = await run(
      {
        nodes: {
          each: { type: "loop", config: { over: "count", count: 2, concurrency: 2 } },
          tell: compute("execution.callbacks.answer", { parent: "each" }),
          answer: { type: "wait", config: { for: "callback" }, parent: "each" },
          body: compute("steps.answer.body", { parent: "each" }),
        },
        edges: ["trigger>each", "tell>answer", "answer>body"],
      },
      {},
      2000,
    );
    for (const [index, body] of [
      [1, '"b"'],
      [0, '"a"'],
    ] as const) {
      const place = { executionId: execution.id, node: "answer", frame: `each[${index}]` };
      const url = `http://127.0.0.1:${open.port}${open.signer.pathOf(place)}`;
      expect((await fetch(url, { method: "POST", body })).status).toBe(200);
    }
    const done = await ended(execution.id);
    expect(done?.steps.at(-1)?.output).toMatchObject({ results: ["a", "b"] });
  });

  it("for an approval is decided by a person", async () => {
    const { open, run, ended } = await start();
    const execution = await run(
      {
        nodes: {
          ask: { type: "wait", config: { for: "approval", title: "Pay {{ request.body.n }}?" } },
          no: compute("steps.ask.comment"),
        },
        edges: ["trigger>ask", "ask:rejected>no"],
      },
      { n: 7 },
    );
    expect(execution.waitingFor).toMatchObject({ kind: "approval", detail: "Pay 7?" });
    const [approval] = await open.waits.approvals({ decided: false, limit: 5 });
    expect(approval).toMatchObject({ title: "Pay 7?", node: "ask", executionId: execution.id });
    const place = { executionId: execution.id, node: "ask", frame: "" };
    const woken = { by: "approval", approved: false, comment: "too much", person: "a@b" } as const;
    expect(await open.engine.resolveWait({ place, kind: "approval", woken, by: "a@b" })).toBe("resolved");
    expect((await ended(execution.id))?.steps.at(-1)?.output).toBe("too much");
  });
});

describe("a call", () => {
  const doubles = {
    ...documentOf({ nodes: { twice: compute("trigger.n * 2") }, edges: ["trigger>twice"] }),
    trigger: { type: "call", config: {} },
  };

  it("waits for the other workflow and has its output; its failure fails the step", async () => {
    const { open, run, published, ended } = await start();
    const good = await published(doubles);
    const bad = await published(
      documentOf({ nodes: { fails: compute("''.repeat(-1)") }, edges: ["trigger>fails"] }),
    );
    const calls = (workflow: string, more = {}) => ({
      nodes: {
        other: { type: "call", config: { workflow, input: { n: 21 }, ...more } as JsonObject },
        after: compute("steps.other"),
      },
      edges: ["trigger>other", "other>after"],
    });
    const called = await run(calls(good));
    const done = await ended(called.id);
    expect(done?.steps.at(-1)).toMatchObject({ node: "after", output: 42 });
    const [child] = (await open.executions.list({ workflowId: good, limit: 9 })).filter(
      ({ startedBy }) => startedBy === "call",
    );
    expect(await open.engine.read(child?.id ?? "")).toMatchObject({
      startedBy: "call",
      origin: { executionId: called.id },
      steps: [{ node: "trigger", output: { n: 21 } }, { node: "twice" }],
    });
    const failed = await ended((await run(calls(bad))).id);
    expect(failed?.error).toMatchObject({ code: "call-failed", node: "other" });
    const unknown = await ended((await run(calls("wf_nowhere"))).id);
    expect(unknown?.error).toMatchObject({ code: "call-not-published", node: "other" });
    const n = { key: "n", from: "body", path: "n", type: "boolean", required: true };
    const strict = await published({ ...doubles, trigger: { type: "call", config: { variables: [n] } } });
    const refused = await ended((await run(calls(strict))).id);
    expect(refused?.error).toMatchObject({ code: "call-input", node: "other" });
    expect(refused?.error?.message).toContain("n: expected boolean, got");
    const sent = await ended((await run(calls(good, { wait: false }))).id);
    expect(sent?.steps.at(-1)?.output).toEqual({ started: true });
    await until(
      () => open.executions.list({ workflowId: good, status: "succeeded", limit: 9 }),
      (list) => list.filter(({ startedBy }) => startedBy === "call").length === 2,
    );
  });

  it("of itself ends at the deepest", async () => {
    const { open, published, ended } = await start();
    const id = await published(documentOf({}));
    const document = documentOf({
      nodes: { again: { type: "call", config: { workflow: id } } },
      edges: ["trigger>again"],
    });
    await open.publish(id, document);
    const started = await open.engine.enqueue({
      ...{ workflowId: id, startedBy: "call", startKey: "x", trigger: {}, request: {}, origin: {} },
    });
    const done = await ended(started?.executionId ?? "");
    expect(done?.error).toMatchObject({ code: "call-failed" });
    const all = await open.executions.list({ workflowId: id, limit: 50 });
    expect(all).toHaveLength(17);
  });
});

describe("retries", () => {
  const failing = (kind: "network" | "other") =>
    new NodeError({ code: "no-answer", message: "nobody there", kind, retryAfterMs: 20 });

  it("tries again what may help, says why it did, and gives up after the last attempt", async () => {
    const { run, waiting } = await start();
    const retry = { attempts: 3, delaySeconds: 0.02, factor: 1 };
    const running = run({
      nodes: { a: wait("a", { retry, onError: "branch" }), caught: compute("steps.a.error.attempt") },
      edges: ["trigger>a", "a:error>caught"],
    });
    await waiting.let("a", failing("network"));
    await waiting.let("a", failing("network"));
    await waiting.let("a", failing("network"));
    const execution = await running;
    const step = execution.steps.find(({ node }) => node === "a");
    expect(step).toMatchObject({ status: "failed", attempts: 3, port: "error" });
    expect(step?.failedAttempts.map(({ attempt, error }) => [attempt, error.code])).toEqual([
      [1, "no-answer"],
      [2, "no-answer"],
    ]);
    expect(execution.steps.at(-1)?.output).toBe(3);
    expect(new Set(waiting.visits.map(({ key }) => key)).size).toBe(1);
  });

  it("does not try again what cannot help, or what it was not told to", async () => {
    const { run, waiting } = await start();
    const one = run({ nodes: { a: wait("a", { retry: { attempts: 3 } }) }, edges: ["trigger>a"] });
    await waiting.let("a", failing("other"));
    expect(await one).toMatchObject({ status: "failed", error: { code: "no-answer" } });
    const retry = { attempts: 3, on: ["5xx"] };
    const two = run({ nodes: { b: wait("b", { retry }) }, edges: ["trigger>b"] });
    await waiting.let("b", failing("network"));
    expect(await two).toMatchObject({ status: "failed" });
  });

  it("waits on disk for a late attempt, which another process makes", async () => {
    const { open, run, waiting, next } = await start();
    const retry = { attempts: 2, delaySeconds: 3600 };
    const running = run({ nodes: { a: wait("a", { retry }) }, edges: ["trigger>a"] });
    await waiting.let("a", failing("network"));
    const asleep = await running;
    expect(asleep).toMatchObject({ status: "waiting", waitingFor: { kind: "retry" } });
    await open.engine.stop();
    const { engine, waiting: later } = next(() => Date.now() + 2 * 3_600_000);
    await engine.start();
    await later.let("a", "there");
    const done = await until(
      () => engine.read(asleep.id),
      (execution) => execution?.finishedAt != null,
    );
    expect(done?.steps.at(-1)).toMatchObject({ output: "there", attempts: 2 });
    await engine.stop();
  });
});

describe("what an execution leaves to others", () => {
  it("answers from the cache while it is fresh, by key", async () => {
    const { run, waiting } = await start();
    const given = {
      nodes: { a: wait("a", { cache: { key: "{{ request.body.k }}", ttlSeconds: 60 } }) },
      edges: ["trigger>a"],
    };
    const first = run(given, { k: 1 });
    await waiting.let("a", "computed");
    expect((await first).steps.at(-1)).toMatchObject({ output: "computed", cached: false });
    expect((await run(given, { k: 1 })).steps.at(-1)).toMatchObject({ output: "computed", cached: true });
    const other = run(given, { k: 2 });
    await waiting.let("a", "anew");
    expect((await other).steps.at(-1)).toMatchObject({ output: "anew", cached: false });
    expect(waiting.visits).toHaveLength(2);
  });

  it("goes on one at a time for a key, in order; the others say what they wait for", async () => {
    const { open, waiting, ended } = await start();
    const { url } = await open.workflow(
      documentOf({
        trigger: { variables: [{ key: "c", from: "body", path: "c", type: "number" }] },
        nodes: { a: wait("{{ trigger.c }}-{{ request.body.n }}") },
        edges: ["trigger>a"],
        settings: { concurrency: { key: "{{ trigger.c }}", limit: 1, whenFull: "queue" } },
      }),
    );
    const post = async (c: number, n: number) => {
      const answer = await fetch(url, {
        method: "POST",
        body: JSON.stringify({ c, n }),
        headers: { "content-type": "application/json" },
      });
      expect(answer.status).toBe(200);
      return answer.headers.get("sluice-execution-id") ?? "";
    };
    const ids = [await post(1, 1), await post(1, 2), await post(1, 3), await post(2, 1)];
    await waiting.let("2-1", "other key");
    const second = await open.engine.read(ids[1] ?? "");
    expect(second).toMatchObject({ status: "queued", waitingFor: { kind: "turn" } });
    for (const n of [1, 2, 3]) {
      expect(waiting.visits.filter(({ name }) => name.startsWith("1-")).length).toBeLessThanOrEqual(n);
      await waiting.let(`1-${n}`, n);
      expect((await ended(ids[n - 1] ?? ""))?.status).toBe("succeeded");
    }
    expect(waiting.visits.map(({ name }) => name).filter((name) => name.startsWith("1-"))).toEqual([
      "1-1",
      "1-2",
      "1-3",
    ]);
  });

  it("is cancelled while it sleeps, and gives its turn on", async () => {
    const { open, run } = await start();
    const execution = await run({
      nodes: { ask: { type: "wait", config: { for: "approval", title: "?" } } },
      edges: ["trigger>ask"],
    });
    expect(execution.status).toBe("waiting");
    expect(await open.engine.cancel(execution.id)).toBe(true);
    expect(await open.engine.cancel(execution.id)).toBe(false);
    const cancelled = await open.engine.read(execution.id);
    expect(cancelled?.status).toBe("cancelled");
    expect(cancelled?.steps.at(-1)).toMatchObject({ node: "ask", status: "cancelled" });
    expect(await open.waits.countOpenApprovals()).toBe(0);
  });

  it("is run again from the start, or from what failed with what had finished", async () => {
    const { open, run, waiting, ended } = await start();
    const running = run(
      {
        nodes: { a: wait("a"), b: wait("b"), c: compute("steps.a + steps.b + request.body.n") },
        edges: ["trigger>a", "a>b", "b>c"],
      },
      { n: 100 },
    );
    await waiting.let("a", 1);
    await waiting.let("b", new Error("broken"));
    const failed = await running;
    expect(failed.status).toBe("failed");
    const again = await open.engine.retry({ executionId: failed.id, from: "failed", version: "same" });
    await waiting.let("b", 10);
    const done = await ended(again ?? "");
    expect(done).toMatchObject({
      status: "succeeded",
      startedBy: "retry",
      origin: { executionId: failed.id },
    });
    expect(done?.steps.at(-1)?.output).toBe(111);
    expect(waiting.visits.map(({ name }) => name)).toEqual(["a", "b", "b"]);
    const whole = await open.engine.retry({ executionId: failed.id, from: "start", version: "same" });
    await waiting.let("a", 2);
    await waiting.let("b", 20);
    expect((await ended(whole ?? ""))?.steps.at(-1)?.output).toBe(122);
  });

  it("goes on in the middle of a loop after its process stopped, without running an iteration twice", async () => {
    const { open, run, waiting, next } = await start();
    const running = run({
      nodes: {
        each: { type: "loop", config: { items: "{{ [10, 20, 30, 40] }}", concurrency: 2 } },
        ask: wait("n{{ index }}", { parent: "each" }),
        sum: compute("steps.ask + item", { parent: "each" }),
      },
      edges: ["trigger>each", "ask>sum"],
    });
    await waiting.let("n1", 1);
    await waiting.let("n2", 2);
    await until(
      async () => waiting.visits.length,
      (visits) => visits === 4,
    );
    await open.engine.stop({ graceMs: 0 });
    const { id } = await running;
    const { engine, waiting: later } = next();
    await engine.start();
    await later.let("n0", 0);
    await later.let("n3", 3);
    const done = await until(
      () => engine.read(id),
      (execution) => execution?.finishedAt != null,
    );
    expect(done?.steps.at(-1)?.output).toMatchObject({ results: [10, 21, 32, 43] });
    expect(later.visits.map(({ name }) => name).sort()).toEqual(["n0", "n3"]);
    await engine.stop();
  });
});

function partsOf({ nodes, edges }: WorkflowDocument) {
  return { nodes, edges: edges.map(({ from, port, to }) => `${from}${port ? `:${port}` : ""}>${to}`) };
}
