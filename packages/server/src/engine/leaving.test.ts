import { NodeError } from "@sluice/workflow/node-contract";
import { afterEach, describe, expect, it } from "vitest";
import { documentOf } from "../front-door/testing/documents.ts";
import { closeAll, compute, startEngine as start, until, wait } from "./testing/start-engine.ts";

afterEach(closeAll);

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
    expect((await run(given, { k: "1" })).steps.at(-1)).toMatchObject({ output: "computed", cached: true });
    const other = run(given, { k: 2 });
    await waiting.let("a", "anew");
    expect((await other).steps.at(-1)).toMatchObject({ output: "anew", cached: false });
    expect(waiting.visits).toHaveLength(2);
  });

  it.each([[null], [""], [[]], [{}]])(
    "keeps nothing of a step whose cache key is %j, and says so",
    async (k) => {
      const { run, waiting } = await start();
      const given = {
        nodes: { a: wait("a", { cache: { key: "{{ request.body.k }}", ttlSeconds: 60 } }) },
        edges: ["trigger>a"],
      };
      for (const output of ["one's own", "another's"]) {
        const one = run(given, k === null ? {} : { k });
        await waiting.let("a", output);
        const { steps, warnings } = await one;
        expect(steps.at(-1)).toMatchObject({ output, cached: false });
        expect(warnings).toMatchObject([{ code: "cache-key-empty", node: "a" }]);
      }
      expect(waiting.visits).toHaveLength(2);
    },
  );

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

describe("a caller that waits", () => {
  it("has its answer, whole, when its execution had to wait for its turn", async () => {
    const { open, waiting } = await start();
    const reply = (body: string) => ({ type: "response", config: { status: 200, kind: "text", body } });
    const { url } = await open.workflow(
      documentOf({
        mode: "sync",
        nodes: { slow: wait("slow {{ request.body }}"), answer: reply("{{ steps.slow }}") },
        edges: ["trigger>slow", "slow>answer"],
        settings: { concurrency: { key: "", limit: 1, whenFull: "queue" } },
      }),
    );
    const headers = { "content-type": "application/json" };
    const post = (body: string) => fetch(url, { method: "POST", body, headers });
    const first = post("1");
    await until(
      async () => waiting.visits.length,
      (visits) => visits === 1,
    );
    const second = post("2");
    await waiting.let("slow 1", "one");
    await waiting.let("slow 2", "two");
    expect(await Promise.all([first, second].map(async (answer) => (await answer).text()))).toEqual([
      "one",
      "two",
    ]);
  });
});
