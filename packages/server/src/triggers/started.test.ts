import { setTimeout as delay } from "node:timers/promises";
import { createClient } from "@sluice/api/client";
import type { ExecutionSummary } from "@sluice/api/schemas";
import type { WorkflowDocument } from "@sluice/workflow/document";
import { afterEach, describe, expect, it } from "vitest";
import { startTestApp, type TestApp, type TestAppOptions } from "../testing/start-app.ts";

const apps: TestApp[] = [];
afterEach(async () => {
  for (const app of apps.splice(0)) await app.stop();
});

async function open(options: TestAppOptions = {}) {
  const app = await startTestApp({ fakeClock: true, now: Date.parse("2026-05-01T08:30:00Z"), ...options });
  apps.push(app);
  const headers = () => ({ authorization: `Bearer ${app.token}` });
  const client = createClient({ baseUrl: app.baseUrl, headers });
  const publish = async (document: WorkflowDocument) => {
    const { id, hookUrl } = await client.workflows.create({ document });
    await client.workflows.publish({ id });
    return { id, hookUrl };
  };
  /** The executions of a workflow once there are so many of them, all ended. */
  const executions = async (workflowId: string, count: number): Promise<ExecutionSummary[]> => {
    for (let tries = 0; tries < 300; tries += 1) {
      const { items } = await client.executions.list({ workflowId, limit: 200 });
      if (items.length >= count && items.every(({ finishedAt }) => finishedAt !== null)) return items;
      await delay(20);
    }
    throw new Error(`${workflowId} did not come to ${count} ended executions`);
  };
  /** What the execution's workflow saw of its trigger: the output of its `seen` step. */
  const seen = async ({ id }: { id: string }) => {
    const { steps } = await client.executions.get({ id });
    return steps.find(({ node }) => node === "seen")?.output;
  };
  return { app, client, publish, executions, seen };
}

/** A workflow that keeps what it sees of its trigger. */
function watching(trigger: WorkflowDocument["trigger"], expression: string): WorkflowDocument {
  return {
    ...{ format: 1, name: `Watches ${trigger.type}`, mode: "async", trigger },
    nodes: { seen: { type: "transform", config: { expression } } },
    edges: [{ from: "trigger", to: "seen" }],
  };
}

const failing: WorkflowDocument = {
  ...{ format: 1, name: "Fails", mode: "async", trigger: { type: "webhook", config: {} } },
  nodes: { stop: { type: "end", config: { status: "failed", message: "no stock" } } },
  edges: [{ from: "trigger", to: "stop" }],
};
const hourly = (missed: string) => ({
  type: "schedule",
  config: { cron: "0 * * * *", timeZone: "Europe/Paris", missed },
});
const post = (url: string) =>
  fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body: "{}" });

describe("a schedule", () => {
  it("starts its workflow at each slot, once, and follows pauses and publishing", async () => {
    const { app, client, publish, executions, seen } = await open();
    const { id } = await publish(watching(hourly("skip"), "trigger"));
    app.advance(30 * 60_000);
    const [first] = await executions(id, 1);
    expect(first).toMatchObject({ startedBy: "schedule", status: "succeeded", version: 1, deliveryId: null });
    expect(await seen(first ?? { id: "" })).toEqual({
      ...{ scheduledAt: "2026-05-01T09:00:00.000Z", timeZone: "Europe/Paris", missed: false },
    });
    expect((await client.executions.get({ id: first?.id ?? "" })).origin).toMatchObject({
      tick: "2026-05-01T09:00:00.000Z",
    });
    await client.workflows.pause({ id });
    app.advance(60 * 60_000);
    await delay(1500);
    await client.workflows.resume({ id });
    app.advance(60 * 60_000);
    await executions(id, 2);
    await client.workflows.unpublish({ id });
    app.advance(60 * 60_000);
    await delay(1500);
    expect(await executions(id, 2)).toHaveLength(2);
  });

  it.each([
    ["skip", 0],
    ["once", 1],
    ["all", 72],
  ])("that was missed for three days: %s", async (missed, expected) => {
    const first = await open();
    const { id } = await first.publish(watching(hourly(missed), "trigger.missed"));
    await first.app.stop({ keepData: true });
    apps.length = 0;
    const later = await open({
      dataFolder: first.app.dataFolder,
      now: Date.parse("2026-05-04T08:30:00Z"),
    });
    const made = await later.executions(id, expected);
    await delay(expected === 0 ? 1500 : 0);
    expect((await later.client.executions.list({ workflowId: id, limit: 200 })).items).toHaveLength(expected);
    if (made[0]) expect(await later.seen(made[0])).toBe(true);
  });

  it("has a URL that says what it is", async () => {
    const { client, publish } = await open();
    const { id, hookUrl } = await publish(watching(hourly("skip"), "trigger"));
    const answer = await post(hookUrl);
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([
      404,
      "trigger-not-webhook",
    ]);
    expect((await client.deliveries.list({ workflowId: id })).items).toMatchObject([
      { verdict: "refused", reason: "trigger-not-webhook" },
    ]);
  });
});

describe("an event", () => {
  const amount = { key: "amount", from: "body", path: "amount", type: "number", required: true };
  const listening = watching(
    { type: "event", config: { types: ["order.*"], variables: [amount] } },
    "({ amount: trigger.amount, id: request.event.id, user: request.event.userId })",
  );

  it("starts who listens to it, once, and says what it started", async () => {
    const { app, client, publish, executions, seen } = await open();
    const { id } = await publish(listening);
    const body = { event: "order.paid", payload: { amount: 12 }, id: "A-17", user_id: 7 };
    const answer = await app.call("POST", "/events", body);
    expect([answer.status, await answer.json()]).toEqual([202, { id: "A-17", duplicate: false }]);
    expect(await (await app.call("POST", "/events", body)).json()).toEqual({ id: "A-17", duplicate: true });
    const [made] = await executions(id, 1);
    expect(made).toMatchObject({ startedBy: "event" });
    expect(await seen(made ?? { id: "" })).toEqual({ amount: 12, id: "A-17", user: "7" });
    const event = await client.events.get({ id: "A-17" });
    expect(event).toMatchObject({
      ...{ type: "order.paid", source: "api", data: { amount: 12 }, userId: "7" },
      starts: [{ workflowId: id, executionId: made?.id, problem: null }],
    });
    await app.call("POST", "/events", { event: "order.paid", data: {}, id: "A-18" });
    await app.call("POST", "/events", { event: "invoice.paid", data: { amount: 1 } });
    for (
      let tries = 0;
      (await client.events.get({ id: "A-18" })).fannedOutAt === null && tries < 200;
      tries += 1
    )
      await delay(20);
    expect((await client.events.get({ id: "A-18" })).starts).toMatchObject([
      { executionId: null, problem: { code: "contract-violation" } },
    ]);
    expect(await executions(id, 1)).toHaveLength(1);
    expect((await client.events.list({ type: "order.paid" })).items).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ id: "A-17", started: 1, refused: 0, messages: 0 }),
        expect.objectContaining({ id: "A-18", started: 0, refused: 1, messages: 0 }),
      ]),
    );
  });

  it("that a step emits starts who listens", async () => {
    const { publish, executions, seen } = await open();
    const { id } = await publish(listening);
    const { hookUrl } = await publish({
      ...{ format: 1, name: "Emits", mode: "async", trigger: { type: "webhook", config: {} } },
      nodes: { tell: { type: "emit", config: { type: "order.paid", data: { amount: "{{ 3 + 4 }}" } } } },
      edges: [{ from: "trigger", to: "tell" }],
    });
    expect((await post(hookUrl)).status).toBe(200);
    const [made] = await executions(id, 1);
    expect(await seen(made ?? { id: "" })).toMatchObject({ amount: 7 });
  });

  it.each([
    [{ event: "Order Paid" }, ["event"]],
    [{ event: "execution.failed" }, ["event"]],
    [{ event: "a", data: 1, payload: 2 }, ["data"]],
    [{ event: "a", id: "with space" }, ["id"]],
    [{ event: "a", timestamp: "yesterday" }, ["timestamp"]],
    [{ payload: 1 }, ["event"]],
    [{ event: "a", more: 1 }, ["more"]],
  ])("that is no good is refused with its place: %j", async (body, at) => {
    const { app } = await open();
    const answer = await app.call("POST", "/events", body);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: "invalid-request", issues: [{ at }] });
  });

  it("is taken from who may, up to a megabyte", async () => {
    const { app, client } = await open();
    const send = (token: string, body: object) =>
      fetch(`${app.baseUrl}/api/v1/events`, {
        method: "POST",
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
        body: JSON.stringify(body),
      });
    const { token } = await client.tokens.create({ name: "e", scopes: ["events:write"] });
    const other = await client.tokens.create({ name: "o", scopes: ["executions:write"] });
    expect((await send(token, { event: "a" })).status).toBe(202);
    expect((await send(other.token, { event: "a" })).status).toBe(403);
    const large = await send(token, { event: "a", data: "x".repeat(1024 * 1024) });
    expect([large.status, await large.json()]).toMatchObject([
      413,
      { code: "body-too-large", limitBytes: 1_048_576 },
    ]);
  });
});

describe("a failure", () => {
  const alarm = watching(
    {
      type: "call",
      config: {
        variables: [{ key: "message", from: "body", path: "error.message", type: "string" }],
      },
    },
    "({ message: trigger.message, report: request.body })",
  );

  it("starts the error workflow, once, and is an event", async () => {
    const { app, client, publish, executions, seen } = await open();
    const error = await publish(alarm);
    const { id, hookUrl } = await publish(failing);
    await client.settings.save({ errorWorkflowId: error.id });
    await post(hookUrl);
    const [made] = await executions(error.id, 1);
    const [failed] = await executions(id, 1);
    expect(made).toMatchObject({ startedBy: "failure", status: "succeeded" });
    expect(await seen(made ?? { id: "" })).toMatchObject({
      message: "no stock",
      report: {
        execution: { id: failed?.id, workflowName: "Fails", url: `${app.baseUrl}/executions/${failed?.id}` },
        byDesign: true,
      },
    });
    const { items } = await client.events.list({ type: "execution.failed" });
    expect(items).toMatchObject([{ source: "sluice", executionId: failed?.id }]);
  });

  it("of the error workflow itself ends there", async () => {
    const { client, publish, executions } = await open();
    const { id, hookUrl } = await publish(failing);
    const broken = { ...alarm, nodes: failing.nodes, edges: failing.edges };
    const error = await publish(broken);
    await client.settings.save({ errorWorkflowId: error.id });
    await post(hookUrl);
    await executions(id, 1);
    await executions(error.id, 1);
    await delay(1500);
    expect(await executions(error.id, 1)).toHaveLength(1);
  });

  it("can be tried with a sample", async () => {
    const { app, client, publish, executions, seen } = await open();
    const refused = await app.call("POST", "/settings/error-workflow/test", {});
    expect([refused.status, await refused.json()]).toMatchObject([409, { code: "no-error-workflow" }]);
    const { id } = await publish(alarm);
    const { executionId } = await client.settings.testErrorWorkflow({ workflowId: id });
    const [made] = await executions(id, 1);
    expect(made?.id).toBe(executionId);
    expect(await seen(made ?? { id: "" })).toMatchObject({ report: { sample: true } });
  });
});

describe("the settings", () => {
  it("begin with what the configuration says, and keep what is changed", async () => {
    const first = await open({ environment: { SLUICE_RETENTION_DAYS: "7" } });
    const others = { filteredPerWorkflow: 200, duplicatesPerWorkflow: 200, heldPerWorkflow: 10_000 };
    const same = { errorWorkflowId: null, auditDays: 365, language: null, webhookFormat: "standard" };
    expect(await first.client.settings.get()).toEqual({
      ...{ ...same, retention: { days: 7, perWorkflow: null, ...others } },
    });
    const retention = { days: null, perWorkflow: 100, ...others, heldPerWorkflow: 50 };
    expect(await first.client.settings.save({ retention })).toEqual({ ...same, retention });
    const bad = await first.app.call("PUT", "/settings", { errorWorkflowId: "wf_nothing" });
    expect([bad.status, await bad.json()]).toMatchObject([400, { issues: [{ at: ["errorWorkflowId"] }] }]);
    expect(
      (await first.app.call("PUT", "/settings", { retention: { days: 0, perWorkflow: 1 } })).status,
    ).toBe(400);
    expect(await first.client.settings.get()).toEqual({ ...same, retention });
  });

  it("let records go when their time is over", async () => {
    const { app, client, publish, executions } = await open();
    const { id, hookUrl } = await publish({
      ...failing,
      nodes: { stop: { type: "end", config: { status: "succeeded" } } },
    });
    await post(hookUrl);
    await executions(id, 1);
    // Ids of executions never go back within a process, and other tests of this file were at later days.
    app.advance(40 * 24 * 60 * 60_000);
    for (let tries = 0; tries < 200; tries += 1) {
      if ((await client.executions.list({ workflowId: id })).items.length === 0) break;
      await delay(50);
    }
    expect((await client.executions.list({ workflowId: id })).items).toEqual([]);
    expect((await client.deliveries.list({ workflowId: id })).items).toEqual([]);
    expect(app.log()).toContain("what is no longer kept was removed");
  });
});
