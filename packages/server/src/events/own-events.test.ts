import type { WorkflowDocument } from "@sluice/workflow/document";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { type Receiver, startReceiver } from "../subscriptions/testing/receiver.ts";
import { startTestApp, type TestApp } from "../testing/start-app.ts";

let app: TestApp;
let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver();
  const environment = { SLUICE_ALLOW_NETWORKS: "127.0.0.1" };
  app = await startTestApp({ environment, fakeClock: true, now: Date.parse("2026-05-01T08:30:00Z") });
});
afterAll(async () => {
  await app.stop();
  await receiver.close();
});

const call = async (method: string, path: string, body?: unknown) => {
  const answer = await app.call(method, path, body);
  const text = await answer.text();
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what came
  return (text === "" ? null : JSON.parse(text)) as any;
};
const eventsOf = async (type: string) => (await call("GET", `/events?type=${type}&limit=100`)).items;
const counted = (type: string, count: number) =>
  vi.waitFor(async () => expect(await eventsOf(type)).toHaveLength(count), {
    timeout: 20_000,
    interval: 20,
  });
const dataOf = async (type: string) => {
  const [{ id }] = await eventsOf(type);
  return (await call("GET", `/events/${id}`)).data;
};
const document = (name: string, trigger: WorkflowDocument["trigger"]): WorkflowDocument => ({
  ...{ format: 1, name, mode: "async", trigger },
  nodes: { keep: { type: "set", config: { fields: { a: 1 } } } },
  edges: [{ from: "trigger", to: "keep" }],
});
const publish = async (
  name: string,
  trigger: WorkflowDocument["trigger"] = { type: "webhook", config: {} },
) => {
  const { id, hookKey } = await call("POST", "/workflows", { document: document(name, trigger) });
  await call("POST", `/workflows/${id}/publish`, { note: "first" });
  return { id: id as string, hook: `${app.baseUrl}/hooks/${hookKey}` };
};
const post = (hook: string, method = "POST") =>
  fetch(hook, {
    method,
    headers: { "content-type": "application/json" },
    body: method === "POST" ? "{}" : null,
  });
const succeeded = async (workflowId: string, count: number) =>
  vi.waitFor(
    async () => {
      const { items } = await call("GET", `/executions?workflowId=${workflowId}&status=succeeded`);
      expect(items).toHaveLength(count);
    },
    { timeout: 20_000, interval: 20 },
  );

it("workflows tell that they were published, paused and resumed, once each", async () => {
  const { id } = await publish("Shop");
  const listener = await publish("Listens", {
    type: "event",
    config: { types: ["workflow.paused", "workflow.resumed"] },
  });
  for (const what of ["pause", "pause", "resume", "resume"]) await call("POST", `/workflows/${id}/${what}`);
  await succeeded(listener.id, 2);
  await counted("workflow.published", 2);
  await counted("workflow.paused", 1);
  await counted("workflow.resumed", 1);
  expect(await dataOf("workflow.paused")).toEqual({ workflow: { id, name: "Shop" } });
  // By its id, which a second telling of the same version would share.
  expect((await call("GET", `/events/published:${listener.id}:1`)).data).toMatchObject({
    ...{ workflow: { id: listener.id, name: "Listens" }, version: 1, note: "first" },
  });
  await call("DELETE", `/workflows/${listener.id}`);
});

it("what succeeds is told while somebody asks for it, and never by what it started itself", async () => {
  const { id, hook } = await publish("Works");
  await post(hook);
  await succeeded(id, 1);
  const subscription = await call("POST", "/webhooks", {
    ...{ url: `${receiver.url}/done`, events: ["execution.*"], format: "plain" },
  });
  await post(hook);
  await succeeded(id, 2);
  await counted("execution.succeeded", 1);
  expect(await dataOf("execution.succeeded")).toMatchObject({
    execution: {
      workflowId: id,
      workflowName: "Works",
      version: 1,
      status: "succeeded",
      startedBy: "delivery",
    },
  });
  await vi.waitFor(() => expect(receiver.at("/done")).toHaveLength(1), { timeout: 20_000 });
  await call("DELETE", `/webhooks/${subscription.id}`);
  await post(hook);
  await succeeded(id, 3);

  // A workflow may ask as well; its own success starts nothing.
  const listener = await publish("Thanks", { type: "event", config: { types: ["execution.succeeded"] } });
  await vi.waitFor(
    async () => {
      await post(hook);
      await succeeded(listener.id, 1);
    },
    { timeout: 20_000 },
  );
  const told = await eventsOf("execution.succeeded");
  expect(told.every((one: { executionId: string }) => one.executionId !== null)).toBe(true);
  const { items } = await call("GET", `/executions?workflowId=${listener.id}`);
  const own = new Set(items.map((one: { id: string }) => one.id));
  expect(told.filter((one: { executionId: string }) => own.has(one.executionId))).toEqual([]);
  await call("DELETE", `/workflows/${listener.id}`);
});

it("refusals are told once a minute for each reason, with how many there were", async () => {
  const { id, hook } = await publish("Door");
  const refused = async () =>
    (await call("GET", `/deliveries?workflowId=${id}&verdict=refused`)).items.length as number;
  await post(hook, "DELETE");
  await vi.waitFor(async () => expect(await refused()).toBe(1), { timeout: 20_000 });
  await call("POST", "/webhooks", { url: `${receiver.url}/no`, events: ["delivery.refused"] });
  for (let count = 0; count < 3; count += 1) await post(hook, "DELETE");
  await counted("delivery.refused", 1);
  await vi.waitFor(async () => expect(await refused()).toBe(4), { timeout: 20_000 });
  app.advance(61_000);
  await post(hook, "DELETE");
  await counted("delivery.refused", 2);
  expect(await dataOf("delivery.refused")).toMatchObject({
    ...{ count: 3, delivery: { workflowId: id, reason: "method-not-allowed", status: 405 } },
  });
});

it("nobody else may publish what Sluice itself tells, and the catalogue has all of it", async () => {
  const { items } = await call("GET", "/webhooks/events/available");
  const own = items.filter(({ origin }: { origin: string }) => origin === "sluice");
  expect(own.map(({ type }: { type: string }) => type)).toEqual([
    ...["alert.firing", "alert.resolved", "delivery.refused", "execution.failed", "execution.succeeded"],
    ...["subscription.disabled", "webhook.test", "workflow.paused", "workflow.published", "workflow.resumed"],
  ]);
  for (const { type } of own) {
    expect((await call("POST", "/events", { event: type, data: {} })).code).toBe("invalid-request");
  }
});
