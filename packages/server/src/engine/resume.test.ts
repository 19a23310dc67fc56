import { runners } from "@sluice/nodes/runners";
import { NodeError } from "@sluice/workflow/node-contract";
import { sql } from "drizzle-orm";
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

/** A process that stops in the middle, and one that comes after it on the same database. */
async function start() {
  const before = waitingNode();
  const open = await openDoor({ runners: { waiting: before.runner } });
  opened.push(open);
  const next = () => {
    const waiting = waitingNode();
    const { intake, executions, deliveries, waits, signer, hub, workflows, vault } = open;
    const engine: Engine = createEngine({
      ...{
        intake,
        executions,
        deliveries,
        waits,
        outside: nothingOutside,
        callbackUrl: signer.pathOf,
        hub,
        workflows,
        secrets: vault,
        env: {},
        log: { error: () => {}, info: () => {} },
        trialWaits: { least: 20, most: 20, factor: 0 },
      },
      runners: { ...runners, waiting: waiting.runner },
    });
    return { engine, waiting };
  };
  return { open, before, next };
}

const wait = (name: string) => ({ type: "waiting", config: { name } });
const compute = (expression: string) => ({ type: "transform", config: { expression } });

async function until<Value>(ask: () => Promise<Value>, is: (value: Value) => boolean): Promise<Value> {
  for (let turn = 0; turn < 2000; turn += 1) {
    const value = await ask();
    if (is(value)) return value;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error("it did not come to that");
}

const document = documentOf({
  trigger: { variables: [{ key: "n", from: "body", path: "n", type: "number" }] },
  nodes: {
    first: compute("trigger.n + 1"),
    second: wait("second"),
    third: wait("third"),
    last: compute("steps.first + steps.second + steps.third + request.body.n"),
  },
  edges: ["trigger>first", "first>second", "second>third", "third>last"],
});

describe("a process that lost an execution to another", () => {
  it("gives the caller no answer that is not on disk", async () => {
    const waiting = waitingNode();
    const open = await openDoor({
      runners: { waiting: waiting.runner },
      // As the store answers a holder whose epoch is not the execution's any more.
      intake: (real) =>
        Object.create(real, {
          append: { value: async (given: Parameters<typeof real.append>[0]) => given.progress === null },
        }),
    });
    opened.push(open);
    const { url } = await open.workflow(
      documentOf({
        mode: "sync",
        trigger: { sync: { timeoutSeconds: 1 } },
        nodes: { a: wait("a"), reply: { type: "response", config: { kind: "text", body: "paid" } } },
        edges: ["trigger>a", "a>reply"],
      }),
    );
    const answer = fetch(url, { method: "POST" });
    await waiting.let("a", 1);
    expect((await answer).status).toBe(504);
  });
});

describe("an execution whose process stopped", () => {
  it("goes on from its last finished step with the same idempotency key", async () => {
    const { open, before, next } = await start();
    const { url } = await open.workflow(document);
    const headers = { "content-type": "application/json" };
    const answer = await fetch(url, { method: "POST", body: '{"n":10}', headers });
    expect(answer.status).toBe(200);
    const id = answer.headers.get("sluice-execution-id") ?? "";
    await before.let("second", 100);
    await until(
      async () => before.visits.length,
      (visits) => visits === 2,
    );
    await open.engine.stop({ graceMs: 0 });
    const stopped = await open.engine.read(id);
    expect(stopped?.status).toBe("running");
    expect(stopped?.steps.map(({ node, status }) => [node, status])).toEqual([
      ["trigger", "succeeded"],
      ["first", "succeeded"],
      ["second", "succeeded"],
      ["third", "running"],
    ]);

    const { engine, waiting } = next();
    await engine.start();
    await waiting.let("third", 1000);
    const ended = await until(
      () => engine.read(id),
      (execution) => execution?.finishedAt != null,
    );
    expect(ended).toMatchObject({ status: "succeeded" });
    expect(ended?.steps.at(-1)?.output).toBe(11 + 100 + 1000 + 10);
    expect(ended?.steps.map(({ node }) => node)).toEqual(["trigger", "first", "second", "third", "last"]);
    expect(waiting.visits.map(({ name, key }) => [name, key])).toEqual([["third", `${id}/third/`]]);
    expect(before.visits.map(({ key }) => key)).toEqual([`${id}/second/`, `${id}/third/`]);
    // That the step was tried twice is told.
    expect(ended?.steps.map(({ attempts }) => attempts)).toEqual([1, 1, 1, 2, 1]);
    await engine.stop();
  });

  it("has all the attempts that its step allows: the one that was cut off is none of them", async () => {
    const { open, before, next } = await start();
    const retry = { attempts: 2, delaySeconds: 0, jitter: 0, on: ["network" as const] };
    const { url } = await open.workflow(
      documentOf({ nodes: { third: { ...wait("third"), retry } }, edges: ["trigger>third"] }),
    );
    const id = (await fetch(url, { method: "POST" })).headers.get("sluice-execution-id") ?? "";
    const failure = () => new NodeError({ code: "network-failed", message: "broke", kind: "network" });
    await until(
      async () => before.visits.length,
      (visits) => visits === 1,
    );
    await open.engine.stop({ graceMs: 0 });
    const second = next();
    await second.engine.start();
    await second.waiting.let("third", failure());
    await until(
      async () => second.waiting.visits.length,
      (visits) => visits === 2,
    );
    await second.engine.stop({ graceMs: 0 });
    const third = next();
    await third.engine.start();
    await third.waiting.let("third", failure());
    const ended = await until(
      () => third.engine.read(id),
      (execution) => execution?.finishedAt != null,
    );
    // Two failed by themselves, two were cut off.
    expect(ended).toMatchObject({ status: "failed", error: { code: "network-failed" } });
    expect(ended?.steps.at(-1)).toMatchObject({ attempts: 4, failedAttempts: [{ attempt: 2 }] });
    await third.engine.stop();
  });

  it("is set aside when it takes the process down again and again, and others go on", async () => {
    const { open, before, next } = await start();
    const { url } = await open.workflow(document);
    const headers = { "content-type": "application/json" };
    const answer = await fetch(url, { method: "POST", body: '{"n":1}', headers });
    const id = answer.headers.get("sluice-execution-id") ?? "";
    await until(
      async () => before.visits.length,
      (visits) => visits === 1,
    );
    // A crash: nobody says goodbye. They are stopped at the end, for tidiness.
    const crashed = [open.engine];
    for (let crash = 1; crash < 3; crash += 1) {
      const { engine, waiting } = next();
      crashed.push(engine);
      await engine.start();
      await until(
        async () => waiting.visits.length,
        (visits) => visits === 1,
      );
    }
    const { engine, waiting } = next();
    await engine.start();
    const ended = await until(
      () => engine.read(id),
      (execution) => execution?.finishedAt != null,
    );
    expect(ended).toMatchObject({ status: "failed", error: { code: "poisoned" } });
    // The operator hears of it as of any other failure.
    expect(open.database.read.all(sql`select kind from tasks where payload like ${`%${id}%`}`)).toEqual([
      { kind: "report-failure" },
      { kind: "cancel-called" },
    ]);
    expect(waiting.visits).toEqual([]);
    await engine.stop();
    for (const one of crashed) await one.stop({ graceMs: 0 });
  });

  it("is not set aside when it came further each time: another was guilty", async () => {
    const { open, before, next } = await start();
    const names = ["a", "b", "c", "d", "e"];
    const { url } = await open.workflow(
      documentOf({
        nodes: Object.fromEntries(names.map((name) => [name, wait(name)])),
        edges: names.map((name, at) => `${names[at - 1] ?? "trigger"}>${name}`),
      }),
    );
    const answer = await fetch(url, {
      method: "POST",
      body: "{}",
      headers: { "content-type": "application/json" },
    });
    const id = answer.headers.get("sluice-execution-id") ?? "";
    let last = { engine: open.engine, waiting: before };
    const crashed = [open.engine];
    for (const name of names.slice(0, -1)) {
      await last.waiting.let(name, 1);
      await until(
        async () => (await open.engine.read(id))?.steps.find(({ node }) => node === name)?.status,
        (status) => status === "succeeded",
      );
      last = next();
      crashed.push(last.engine);
      await last.engine.start();
    }
    await last.waiting.let("e", 1);
    const ended = await until(
      () => last.engine.read(id),
      (execution) => execution?.finishedAt != null,
    );
    expect(ended).toMatchObject({ status: "succeeded", error: null });
    for (const one of crashed) await one.stop({ graceMs: 0 });
  });

  it("is not set aside for being interrupted by restarts, however many", async () => {
    const { open, before, next } = await start();
    const { url } = await open.workflow(document);
    const headers = { "content-type": "application/json" };
    const answer = await fetch(url, { method: "POST", body: '{"n":1}', headers });
    const id = answer.headers.get("sluice-execution-id") ?? "";
    await until(
      async () => before.visits.length,
      (visits) => visits === 1,
    );
    await open.engine.stop({ graceMs: 0 });
    for (let restart = 0; restart < 5; restart += 1) {
      const { engine, waiting } = next();
      await engine.start();
      await until(
        async () => waiting.visits.length,
        (visits) => visits === 1,
      );
      await engine.stop({ graceMs: 0 });
    }
    const { engine, waiting } = next();
    await engine.start();
    await waiting.let("second", 10);
    await waiting.let("third", 100);
    const ended = await until(
      () => engine.read(id),
      (execution) => execution?.finishedAt != null,
    );
    expect(ended).toMatchObject({ status: "succeeded", error: null });
    await engine.stop();
  });

  it("is finished although its workflow was deleted meanwhile", async () => {
    const { open, before, next } = await start();
    const { url, id: workflowId } = await open.workflow(document);
    const headers = { "content-type": "application/json" };
    const answer = await fetch(url, { method: "POST", body: '{"n":1}', headers });
    const id = answer.headers.get("sluice-execution-id") ?? "";
    await until(
      async () => before.visits.length,
      (visits) => visits === 1,
    );
    await open.workflows.trash({ id: workflowId, at: Date.now() });
    await open.engine.stop({ graceMs: 0 });
    const { engine, waiting } = next();
    await engine.start();
    await waiting.let("second", 10);
    await waiting.let("third", 100);
    const ended = await until(
      () => engine.read(id),
      (execution) => execution?.finishedAt != null,
    );
    expect(ended).toMatchObject({ status: "succeeded", error: null });
    await engine.stop();
  });

  it("of a draft runs the draft that it began with", async () => {
    const { open, before, next } = await start();
    const drawn = {
      ...document,
      nodes: { ...document.nodes, whose: compute("workflow.id") },
      edges: [...document.edges, { from: "last", to: "whose" }],
    };
    const given = {
      workflowId: "wf_1",
      version: null,
      revision: 1,
      document: drawn,
      input: { body: { n: 1 } },
      waitMs: 0,
    };
    const { id } = await open.engine.run(given);
    await until(
      async () => before.visits.length,
      (visits) => visits === 1,
    );
    await open.engine.stop({ graceMs: 0 });
    const { engine, waiting } = next();
    await engine.start();
    await waiting.let("second", 10);
    await waiting.let("third", 100);
    const ended = await until(
      () => engine.read(id),
      (execution) => execution?.finishedAt != null,
    );
    expect(ended?.steps.slice(-2).map(({ output }) => output)).toEqual([2 + 10 + 100 + 1, "wf_1"]);
    await engine.stop();
  });
});
