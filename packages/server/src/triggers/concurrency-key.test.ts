import { join } from "node:path";
import { createClient } from "@sluice/api/client";
import type { WorkflowDocument } from "@sluice/workflow/document";
import Sqlite from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { startTestApp, type TestApp } from "../testing/start-app.ts";

let app: TestApp;
let client: ReturnType<typeof createClient>;
beforeEach(async () => {
  app = await startTestApp({ fakeClock: true, now: Date.parse("2026-05-01T08:30:00Z") });
  const headers = () => ({ authorization: `Bearer ${app.token}` });
  client = createClient({ baseUrl: app.baseUrl, headers });
});
afterEach(() => app.stop());

const key = `{{ JSON.parse(request.body.bad ?? "{") }}`;
const says = expect.stringContaining(`the concurrency key ${key} of the workflow`);
const broken: WorkflowDocument["settings"] = { concurrency: { key, limit: 1, whenFull: "queue" } };
const keeps = (
  trigger: WorkflowDocument["trigger"],
  more: Partial<WorkflowDocument> = {},
): WorkflowDocument => ({
  ...{ format: 1, name: trigger.type, mode: "async", trigger, ...more },
  ...{ nodes: { seen: { type: "set", config: { fields: {} } }, ...more.nodes } },
  edges: [{ from: "trigger", to: "seen" }],
});
const hook = { type: "webhook", config: {} } as const;
const publish = async (document: WorkflowDocument) => {
  const { id, hookUrl } = await client.workflows.create({ document });
  await client.workflows.publish({ id });
  return { id, hookUrl };
};
const post = (url: string) =>
  fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body: '{"bad":"{"}' });
const ended = (workflowId: string) =>
  vi.waitFor(
    async () => {
      const [last] = (await client.executions.list({ workflowId })).items;
      expect(last?.finishedAt ?? null).not.toBeNull();
      return client.executions.get({ id: last?.id ?? "" });
    },
    { timeout: 10_000 },
  );

describe("a concurrency key that cannot be computed", () => {
  it("keeps nobody else from an event, which says why", async () => {
    const listens = { type: "event", config: { types: ["pay.done"] } };
    const good = await publish(keeps(listens));
    const bad = await publish(keeps(listens, { settings: broken }));
    const other = await publish(keeps(listens));
    await app.call("POST", "/events", { event: "pay.done", id: "e1", data: { bad: "{" } });
    const event = await vi.waitFor(
      async () => {
        const stored = await client.events.get({ id: "e1" });
        expect(stored.fannedOutAt).not.toBeNull();
        return stored;
      },
      { timeout: 10_000 },
    );
    expect(event.starts).toHaveLength(3);
    expect(event.starts).toEqual(
      expect.arrayContaining([
        { workflowId: good.id, executionId: expect.any(String), problem: null },
        { workflowId: bad.id, executionId: null, problem: { code: "concurrency-failed", message: says } },
        { workflowId: other.id, executionId: expect.any(String), problem: null },
      ]),
    );
  });

  it("fails what a schedule starts", async () => {
    const hourly = { type: "schedule", config: { cron: "0 * * * *", timeZone: "UTC" } };
    const { id } = await publish(keeps(hourly, { settings: broken }));
    app.advance(30 * 60_000);
    const failed = await ended(id);
    expect(failed).toMatchObject({
      ...{ startedBy: "schedule", status: "failed" },
      error: { code: "concurrency-failed", message: says },
    });
    const { draft, revision } = await client.workflows.get({ id });
    const settings = { concurrency: { key: "{{ trigger.timeZone }}", limit: 1, whenFull: "queue" as const } };
    await client.workflows.save({ id, revision, document: { ...draft, settings } });
    await client.workflows.publish({ id });
    await client.executions.retry({ id: failed.id, from: "failed", version: "published" });
    const retried = await vi.waitFor(
      async () => {
        const [last] = (await client.executions.list({ workflowId: id, status: "succeeded" })).items;
        expect(last).toBeDefined();
        return last?.id ?? "";
      },
      { timeout: 10_000 },
    );
    // The key of the version that it ran.
    const database = new Sqlite(join(app.dataFolder, "sluice.db"), { readonly: true });
    const row = database.prepare("select concurrency_key as key from executions where id = ?").get(retried);
    database.close();
    expect(row).toEqual({ key: `${id}/"UTC"` });
  });

  it("fails the error workflow, visibly", async () => {
    const alarm = await publish(keeps({ type: "call", config: {} }, { settings: broken }));
    const failing = await publish({
      ...keeps(hook, { settings: { errorWorkflow: alarm.id } }),
      nodes: { seen: { type: "end", config: { status: "failed", message: "no stock" } } },
    });
    await post(failing.hookUrl);
    expect(await ended(alarm.id)).toMatchObject({
      ...{ startedBy: "failure", status: "failed" },
      error: { code: "concurrency-failed", message: says },
    });
  });

  it("fails the step that calls its workflow", async () => {
    const called = await publish(keeps({ type: "call", config: {} }, { settings: broken }));
    const calling = await publish({
      ...keeps(hook),
      nodes: { seen: { type: "call", config: { workflow: called.id, input: "{{ request.body }}" } } },
    });
    await post(calling.hookUrl);
    expect(await ended(calling.id)).toMatchObject({
      ...{ status: "failed", error: { code: "concurrency-failed", message: says } },
    });
  });

  it("is a problem of its own to the sender, the builder and who runs it", async () => {
    const { id, hookUrl } = await publish(keeps(hook, { settings: broken }));
    const answer = await post(hookUrl);
    const text = await answer.text();
    expect([answer.status, JSON.parse(text).code]).toEqual([500, "concurrency-failed"]);
    expect(text).not.toContain("JSON.parse");
    const [delivery] = (await client.deliveries.list({ workflowId: id })).items;
    expect(await client.deliveries.get({ id: delivery?.id ?? "" })).toMatchObject({
      ...{ verdict: "refused", reason: "concurrency-failed", rules: [{ result: "error", error: says }] },
    });
    for (const [path, body] of [
      [`/workflows/${id}/run`, { input: { body: { bad: "{" } } }],
      [`/deliveries/${delivery?.id}/replay`, { version: "published" }],
    ] as const) {
      const refused = await app.call("POST", path, body);
      expect([path, refused.status, await refused.json()]).toMatchObject([
        path,
        500,
        { code: "concurrency-failed" },
      ]);
    }
    expect((await client.executions.list({ workflowId: id })).items).toEqual([]);
  });

  it("leaves what is held where it is, and says why", async () => {
    const { id, hookUrl } = await publish(
      keeps({ type: "webhook", config: { whenPaused: "hold" } }, { settings: broken }),
    );
    await client.workflows.pause({ id });
    await post(hookUrl);
    await client.workflows.resume({ id });
    const { items } = await client.deliveries.list({ workflowId: id });
    const refused = await app.call("POST", `/workflows/${id}/held/run`, {
      deliveryIds: items.map((held) => held.id),
    });
    expect([refused.status, await refused.json()]).toMatchObject([
      500,
      { code: "concurrency-failed", detail: says },
    ]);
  });
});
