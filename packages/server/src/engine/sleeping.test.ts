import type { WorkflowDocument } from "@sluice/workflow/document";
import type { JsonObject } from "@sluice/workflow/node-contract";
import { afterEach, describe, expect, it } from "vitest";
import { documentOf } from "../front-door/testing/documents.ts";
import { closeAll, compute, startEngine as start, until, wait } from "./testing/start-engine.ts";

afterEach(closeAll);

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

  it("of a moment is no time that the execution runs", async () => {
    const { run } = await start();
    const pause = { type: "delay", config: { amount: 0.7, unit: "seconds" } };
    const execution = await run({
      nodes: { one: pause, two: pause },
      edges: ["trigger>one", "one>two"],
      settings: { timeoutSeconds: 1 },
    });
    expect(execution.status).toBe("succeeded");
  });

  it("F31: of a month beside a step that runs is no timer that is over at once", async () => {
    const { run, waiting } = await start();
    const warnings: string[] = [];
    const note = (warning: Error) => warnings.push(warning.name);
    process.on("warning", note);
    const execution = await run(
      {
        nodes: { pause: { type: "delay", config: { amount: 30, unit: "days" } }, slow: wait("slow month") },
        edges: ["trigger>pause", "trigger>slow"],
      },
      {},
      300,
    );
    await waiting.let("slow month", 1);
    process.off("warning", note);
    expect(execution.steps.map(({ status }) => status)).toEqual(["succeeded", "waiting", "running"]);
    expect(warnings.filter((name) => name === "TimeoutOverflowWarning")).toEqual([]);
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
    expect(execution.steps.find(({ node }) => node === "answer")?.waiting?.detail).toBe(path);
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
    expect([late.status, ((await late.json()) as { code: string }).code]).toEqual([410, "callback-closed"]);
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
  const doubles = onCall({ nodes: { twice: compute("trigger.n * 2") }, edges: ["trigger>twice"] });

  it("waits for the other workflow and has its output; its failure fails the step", async () => {
    const { open, run, published, ended } = await start();
    const good = await published(doubles);
    const bad = await published(
      onCall({ nodes: { fails: compute("''.repeat(-1)") }, edges: ["trigger>fails"] }),
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
    const hook = await ended((await run(calls(await published(documentOf({}))))).id);
    expect(hook?.error).toMatchObject({ code: "call-trigger", node: "other" });
    const paused = await published(doubles);
    await open.workflows.setPaused({ id: paused, paused: true });
    const stopped = await ended((await run(calls(paused))).id);
    expect(stopped?.error).toMatchObject({ code: "call-paused", node: "other" });
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

  it("fails when the called execution is cancelled while it sleeps", async () => {
    const { open, run, published, ended } = await start();
    const sleeps = await published(
      onCall({
        nodes: { pause: { type: "delay", config: { amount: 1, unit: "days" } } },
        edges: ["trigger>pause"],
      }),
    );
    const caller = await run({
      nodes: { other: { type: "call", config: { workflow: sleeps } } },
      edges: ["trigger>other"],
    });
    const [called] = await until(
      async () => (await open.executions.list({ limit: 9 })).filter(({ startedBy }) => startedBy === "call"),
      ([one]) => one?.status === "waiting",
    );
    expect(await open.engine.cancel(called?.id ?? "")).toBe(true);
    const done = await ended(caller.id);
    expect(done).toMatchObject({ status: "failed", error: { code: "call-failed", node: "other" } });
    expect(done?.error?.message).toContain("was cancelled");
  });

  it("of a workflow with a limit waits for its turn, and never for itself", async () => {
    const { run, published, waiting, ended } = await start();
    const one = await published(
      onCall({
        nodes: { slow: wait("{{ request.body.n }}") },
        edges: ["trigger>slow"],
        settings: { concurrency: { key: "", limit: 1, whenFull: "queue" } },
      }),
    );
    const calling = await run(
      {
        nodes: {
          each: { type: "loop", config: { over: "count", count: 3, concurrency: 3 } },
          call: { type: "call", config: { workflow: one, input: { n: "n{{ index }}" } }, parent: "each" },
        },
        edges: ["trigger>each"],
      },
      {},
      200,
    );
    for (let left = 3; left > 0; left -= 1) {
      await until(
        async () => waiting.visits.length,
        (visits) => visits === 4 - left,
      );
      await waiting.let(waiting.visits.at(-1)?.name ?? "", left);
    }
    const done = await ended(calling.id);
    const { results = [] } = (done?.steps.at(-1)?.output ?? {}) as { results?: number[] };
    expect(results.sort()).toEqual([1, 2, 3]);
  });

  it("fails where it would wait for what waits for it, through others too; without waiting it goes on", async () => {
    const { open, published, ended } = await start();
    const limited = { concurrency: { key: "", limit: 1, whenFull: "queue" as const } };
    const begin = async (workflowId: string, startKey: string) => {
      const given = { startedBy: "call", trigger: {}, request: {}, origin: {} } as const;
      const began = await open.engine.enqueue({ ...given, workflowId, startKey });
      return (await ended(began?.executionId ?? "")) ?? null;
    };
    const calls = (workflow: string, more: JsonObject = {}, settings = {}) =>
      onCall({
        nodes: { again: { type: "call", config: { workflow, ...more } } },
        edges: ["trigger>again"],
        ...settings,
      });
    const itself = await published(documentOf({}));
    await open.publish(itself, calls(itself, {}, { settings: limited }));
    expect((await begin(itself, "1"))?.error?.code).toBe("call-waits-for-itself");
    // Holds a key and calls one that calls one that wants it.
    const held = await published(documentOf({}));
    const middle = await published(calls(held));
    const far = await published(calls(middle));
    await open.publish(held, calls(far, {}, { settings: limited }));
    const circle = await begin(held, "2");
    expect(circle?.error).toMatchObject({ code: "call-failed", node: "again" });
    expect(circle?.error?.message).toContain("call-waits-for-itself");
    // The same way without a key that is held goes on until it is too deep; without waiting nobody is held up.
    await open.publish(middle, calls(held, { wait: false }));
    expect(await begin(held, "3")).toMatchObject({ status: "succeeded" });
  });

  it("of itself ends at the deepest", async () => {
    const { open, published, ended } = await start();
    const id = await published(documentOf({}));
    const document = onCall({
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

function onCall(given: Parameters<typeof documentOf>[0]): WorkflowDocument {
  return { ...documentOf(given), trigger: { type: "call", config: {} } };
}

function partsOf({ nodes, edges }: WorkflowDocument) {
  return { nodes, edges: edges.map(({ from, port, to }) => `${from}${port ? `:${port}` : ""}>${to}`) };
}
