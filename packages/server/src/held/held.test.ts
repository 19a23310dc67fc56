import { join } from "node:path";
import type { Delivery, Execution, Workflow } from "@sluice/api/schemas";
import type { WorkflowDocument } from "@sluice/workflow/document";
import type { JsonObject } from "@sluice/workflow/node-contract";
import Sqlite from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestApp, type TestApp } from "../testing/start-app.ts";

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

const variable = (key: string, from = "body") => ({ key, from, path: key, type: "any" });

function documentOf(
  trigger: JsonObject = {},
  settings: WorkflowDocument["settings"] = undefined,
): WorkflowDocument {
  return {
    ...{ format: 1, name: "Orders", mode: "async" },
    trigger: { type: "webhook", config: { whenPaused: "hold", variables: [variable("n")], ...trigger } },
    nodes: { keep: { type: "set", config: { fields: { n: "{{ trigger }}" } } } },
    edges: [{ from: "trigger", to: "keep" }],
    ...(settings ? { settings } : {}),
  };
}

async function call<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
  const answer = await app.call(method, path, body);
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Answer;
}

async function paused(document = documentOf()) {
  const { id, hookUrl } = await call<Workflow>("POST", "/workflows", { document });
  await call("POST", `/workflows/${id}/publish`, {});
  await call("POST", `/workflows/${id}/pause`, {});
  return {
    id,
    async hold(body: unknown, query = ""): Promise<string> {
      const answer = await fetch(`${app.baseUrl}${new URL(hookUrl).pathname}${query}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });
      expect(answer.status).toBe(200);
      return answer.headers.get("sluice-delivery-id") ?? "";
    },
    count: async () => (await call<Workflow>("GET", `/workflows/${id}`)).held,
    resume: () => call("POST", `/workflows/${id}/resume`, {}),
    run: (body: JsonObject = {}) => call<{ count: number }>("POST", `/workflows/${id}/held/run`, body),
    /** What its executions came to, in the order they began. */
    async outputs(): Promise<unknown[]> {
      const { items } = await call<{ items: Execution[] }>("GET", `/executions?workflowId=${id}&limit=100`);
      const all = await Promise.all(items.map((one) => call<Execution>("GET", `/executions/${one.id}`)));
      return all.reverse().map(({ steps }) => (steps.at(-1)?.output as JsonObject | null)?.n);
    },
  };
}

describe("what came while a workflow was paused", () => {
  it("waits for a person, then runs in the order of its arrival", async () => {
    const workflow = await paused();
    const ids = [];
    for (const n of [1, 2, 3, 4, 5]) ids.push(await workflow.hold({ n }));
    expect(await workflow.count()).toBe(5);
    const refused = await app.call("POST", `/workflows/${workflow.id}/held/run`, {});
    expect([refused.status, await refused.json()]).toEqual([
      409,
      expect.objectContaining({ code: "still-paused" }),
    ]);
    await workflow.resume();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await workflow.outputs()).toEqual([]);
    expect(await workflow.run()).toEqual({ count: 5 });
    await expect.poll(workflow.count).toBe(0);
    await expect.poll(workflow.outputs).toEqual([1, 2, 3, 4, 5].map((n) => ({ n })));
    expect(await call<Delivery>("GET", `/deliveries/${ids[0]}`)).toMatchObject({
      ...{ verdict: "accepted", status: 200, version: 1 },
      executionId: expect.stringMatching(/^exe_/),
      settledAt: expect.any(String),
    });
    expect(await workflow.run()).toEqual({ count: 0 });
  });

  it("runs by itself where the workflow was resumed before it could be held, on what is published then", async () => {
    const dedupe = { key: "{{ trigger.n }}", windowSeconds: 60 };
    const workflow = await paused(documentOf({ dedupe }));
    await workflow.hold({ n: 1 });
    // Another process publishes and resumes it: this one has not heard of it yet, and would hold what comes.
    const again = documentOf({ dedupe, variables: [variable("n"), variable("more")] });
    const database = new Sqlite(join(app.dataFolder, "sluice.db"));
    database.prepare("UPDATE workflows SET paused = 0 WHERE id = ?").run(workflow.id);
    database
      .prepare("UPDATE workflow_versions SET document = ? WHERE workflow_id = ?")
      .run(JSON.stringify(again), workflow.id);
    database.close();
    const taken = await workflow.hold({ n: 2, more: "x" });
    await expect.poll(workflow.outputs).toEqual([{ n: 2, more: "x" }]);
    expect(await call<Delivery>("GET", `/deliveries/${taken}`)).toMatchObject({
      ...{ verdict: "accepted", reason: null, settledAt: null },
    });
    // What was held before waits for a person, as ever.
    expect(await workflow.count()).toBe(1);
    await workflow.run();
    await expect.poll(workflow.count).toBe(0);
  });

  it("is taken as new when it is sent again after it was let go", async () => {
    const workflow = await paused(documentOf({ dedupe: { key: "{{ trigger.n }}", windowSeconds: 60 } }));
    const [one, two] = [await workflow.hold({ n: 1 }), await workflow.hold({ n: 2 })];
    await call("POST", `/workflows/${workflow.id}/held/discard`, { deliveryIds: [one], reason: "not yet" });
    const repeated = await workflow.hold({ n: 1 });
    const again = await workflow.hold({ n: 2 });
    const verdictOf = async (id: string) => (await call<Delivery>("GET", `/deliveries/${id}`)).verdict;
    expect(await verdictOf(repeated)).toBe("held");
    await expect
      .poll(async () => (await app.call("GET", `/deliveries/${again}`)).status, { timeout: 20_000 })
      .toBe(200);
    expect(await call<Delivery>("GET", `/deliveries/${again}`)).toMatchObject({
      ...{ verdict: "duplicate", duplicateOf: two },
    });
    await workflow.resume();
    await workflow.run();
    await expect.poll(workflow.outputs).toEqual([{ n: 2 }, { n: 1 }]);
  });

  it("runs one by one, or is let go with a reason", async () => {
    const workflow = await paused();
    const [one, two, three] = [
      await workflow.hold({ n: 1 }),
      await workflow.hold({ n: 2 }),
      await workflow.hold({ n: 3 }),
    ];
    await workflow.resume();
    expect(await workflow.run({ deliveryIds: [two] })).toEqual({ count: 1 });
    await expect.poll(workflow.outputs).toEqual([{ n: 2 }]);
    for (const id of [two, "dlv_x"]) {
      const again = await app.call("POST", `/workflows/${workflow.id}/held/run`, { deliveryIds: [one, id] });
      expect([again.status, await again.json()]).toEqual([
        409,
        expect.objectContaining({ code: "delivery-not-held" }),
      ]);
    }
    const path = `/workflows/${workflow.id}/held/discard`;
    expect((await app.call("POST", path, { reason: " " })).status).toBe(400);
    expect(await call("POST", path, { deliveryIds: [one], reason: "a test of theirs" })).toEqual({
      count: 1,
    });
    expect(await call("POST", path, { reason: "the rest" })).toEqual({ count: 1 });
    expect(await workflow.count()).toBe(0);
    expect(await call<Delivery>("GET", `/deliveries/${three}`)).toMatchObject({
      ...{ verdict: "held", reason: "discarded", note: "the rest", executionId: null },
    });
    expect(await workflow.outputs()).toEqual([{ n: 2 }]);
  });

  it("runs on what is published by then, with its variables", async () => {
    const variables = [variable("n"), variable("key", "query")];
    const workflow = await paused(documentOf({ variables }));
    await workflow.hold({ n: 1, more: "x" }, "?key=sk_1");
    const again = documentOf({ variables: [...variables, variable("more"), variable("none")] });
    await call("PUT", `/workflows/${workflow.id}`, { revision: 1, document: again });
    await call("POST", `/workflows/${workflow.id}/publish`, {});
    await workflow.resume();
    await workflow.run();
    await expect.poll(workflow.outputs).toEqual([{ n: 1, key: "sk_1", more: "x" }]);
  });

  it("is not run by a trigger that is no webhook any more, and waits", async () => {
    const workflow = await paused();
    const held = await workflow.hold({ n: 1 });
    const document = { ...documentOf(), trigger: { type: "call", config: {} } };
    await call("PUT", `/workflows/${workflow.id}`, { revision: 1, document });
    await call("POST", `/workflows/${workflow.id}/publish`, {});
    await workflow.resume();
    for (const body of [{}, { deliveryIds: [held] }]) {
      const answer = await app.call("POST", `/workflows/${workflow.id}/held/run`, body);
      expect([answer.status, await answer.json()]).toEqual([
        404,
        expect.objectContaining({ code: "trigger-not-webhook" }),
      ]);
    }
    expect(await workflow.count()).toBe(1);
  });

  it.each([{}, { perMinute: 600 }])("runs those behind one that cannot be read: %o", async (pace) => {
    const workflow = await paused();
    const broken = await workflow.hold({ n: 1 });
    for (const n of [2, 3]) await workflow.hold({ n });
    const database = new Sqlite(join(app.dataFolder, "sluice.db"));
    const headers = JSON.stringify([["content-encoding", "gzip"]]);
    database.prepare("UPDATE deliveries SET headers = ? WHERE id = ?").run(headers, broken);
    database.close();
    const next = documentOf({ variables: [variable("n"), variable("more")] });
    await call("PUT", `/workflows/${workflow.id}`, { revision: 1, document: next });
    await call("POST", `/workflows/${workflow.id}/publish`, {});
    await workflow.resume();
    const one = await app.call("POST", `/workflows/${workflow.id}/held/run`, { deliveryIds: [broken] });
    expect([one.status, await one.json()]).toEqual([
      400,
      expect.objectContaining({ code: "malformed-encoding" }),
    ]);
    await workflow.run(pace);
    await expect.poll(workflow.outputs).toEqual([{ n: 2 }, { n: 3 }]);
    expect(await workflow.count()).toBe(1);
  });

  it("runs so many a minute, and stops when it is paused again", async () => {
    const workflow = await paused();
    for (let n = 0; n < 60; n += 1) await workflow.hold({ n });
    await workflow.resume();
    const began = performance.now();
    await workflow.run({ perMinute: 600 });
    await expect.poll(workflow.count).toBeLessThan(55);
    expect(performance.now() - began).toBeGreaterThan(400);
    await call("POST", `/workflows/${workflow.id}/pause`, {});
    let left = await workflow.count();
    const stands = async () => {
      const before = left;
      await new Promise((resolve) => setTimeout(resolve, 500));
      left = await workflow.count();
      return left === before;
    };
    await expect.poll(stands).toBe(true);
    expect(left).toBeGreaterThan(0);
  });

  it("is no more than the settings allow", async () => {
    const workflow = await paused();
    const { retention } = await call<{ retention: JsonObject }>("GET", "/settings");
    await call("PUT", "/settings", { retention: { ...retention, heldPerWorkflow: 2 } });
    await workflow.hold({ n: 1 });
    await workflow.hold({ n: 2 });
    await expect(workflow.hold({ n: 3 })).rejects.toThrow("503");
    await call("PUT", "/settings", { retention });
  });

  it("takes its turn among those of its key, and overtakes nobody", async () => {
    const concurrency = { key: "all", limit: 1, whenFull: "refuse" as const };
    const workflow = await paused(documentOf({}, { concurrency }));
    for (let n = 0; n < 3; n += 1) await workflow.hold({ n });
    await workflow.resume();
    await workflow.run();
    await expect.poll(workflow.outputs, { timeout: 10_000 }).toEqual([{ n: 0 }, { n: 1 }, { n: 2 }]);
    expect(await workflow.count()).toBe(0);
  });
});
