import { ownEventTypes } from "@sluice/api/schemas";
import { compileSchema } from "@sluice/workflow/json-schema";
import type { Json } from "@sluice/workflow/node-contract";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { startTestApp, type TestApp } from "../testing/start-app.ts";
import { ownEvents } from "./own-events.ts";
import { type Receiver, startReceiver } from "./testing/receiver.ts";

let app: TestApp;
let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver();
  app = await startTestApp({ environment: { SLUICE_ALLOW_NETWORKS: "127.0.0.1" } });
});
afterAll(async () => {
  await app.stop();
  await receiver.close();
});

const call = async (method: string, path: string, body?: unknown) => {
  const answer = await app.call(method, path, body);
  const text = await answer.text();
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what came
  return { status: answer.status, json: (text === "" ? null : JSON.parse(text)) as any };
};
const soon = { timeout: 20_000, interval: 20 };
const published = async (name: string, trigger: object, node: object) => {
  const document = {
    ...{ format: 1, name, mode: "async", trigger, nodes: { only: node } },
    edges: [{ from: "trigger", to: "only" }],
  };
  const { json } = await call("POST", "/workflows", { document });
  expect((await call("POST", `/workflows/${json.id}/publish`, {})).status).toBe(200);
  return json as { id: string; hookKey: string };
};
const paidSchema = { type: "object", properties: { amount: { type: "number" } }, required: ["amount"] };
const describePaid = (more: object = {}) =>
  call("PUT", "/webhooks/events/order.paid", {
    ...{ description: "An order was paid", schema: paidSchema, example: { amount: 12.5 }, ...more },
  });

describe("a type of event", () => {
  it.each(ownEvents)("$type of Sluice's own has an example that meets its schema", ({ schema, example }) => {
    const { problems, check } = compileSchema(schema as Json);
    expect([problems, check(example)]).toEqual([[], []]);
  });

  it("is Sluice's own exactly when nobody else may publish it", () => {
    expect(ownEvents.map(({ type }) => type)).toEqual([...ownEventTypes]);
  });

  it("is described by its schema, and an event that does not meet it is taken, told and marked", async () => {
    const described = await describePaid();
    expect(described).toMatchObject({
      ...{ status: 200, json: { type: "order.paid", origin: "described", onMismatch: "take" } },
    });
    const right = await call("POST", "/events", { event: "order.paid", data: { amount: 1 } });
    expect(right).toMatchObject({ status: 202, json: { duplicate: false } });
    expect(right.json).not.toHaveProperty("violations");
    const wrong = await call("POST", "/events", { event: "order.paid", data: {} });
    expect(wrong.status).toBe(202);
    expect(wrong.json.violations).toMatchObject([{ path: expect.stringContaining("amount") }]);
    const { json } = await call("GET", `/events/${wrong.json.id}`);
    expect(json.violations).toEqual(wrong.json.violations);
  });

  it("refuses what does not meet it where it says so: a call is answered 422, a step fails", async () => {
    await describePaid({ onMismatch: "refuse" });
    const refused = await call("POST", "/events", { event: "order.paid", id: "evt-wrong", data: { a: 1 } });
    expect(refused).toMatchObject({ status: 422, json: { code: "event-refused" } });
    expect(refused.json.violations).toHaveLength(1);
    expect(JSON.stringify(refused.json)).toContain("amount");
    expect((await call("GET", "/events/evt-wrong")).status).toBe(404);
    const emits = { type: "emit", config: { type: "order.paid", data: "{{ request.body }}" } };
    const { id, hookKey } = await published("Tells", { type: "webhook", config: {} }, emits);
    const post = (body: object) =>
      fetch(`${app.baseUrl}/hooks/${hookKey}`, {
        ...{ method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) },
      });
    await post({ amount: "much" });
    await post({ amount: 3 });
    const failed = await vi.waitFor(async () => {
      const { items } = (await call("GET", `/executions?workflowId=${id}`)).json;
      expect(items.map(({ status }: { status: string }) => status).sort()).toEqual(["failed", "succeeded"]);
      return items.find(({ status }: { status: string }) => status === "failed");
    }, soon);
    const { json } = await call("GET", `/executions/${failed.id}`);
    expect(json.error).toMatchObject({ code: "event-refused", node: "only" });
    const { items } = (await call("GET", "/events?type=order.paid")).json;
    expect(items.filter(({ source }: { source: string }) => source === "emit")).toHaveLength(1);
  });

  it("is not described by what is no schema, by an example that does not meet it, or over Sluice's own", async () => {
    const bad: [string, object, (string | number)[]][] = [
      ["order.bad", { schema: { type: "text" } }, ["schema"]],
      ["order.bad", { schema: { $ref: "https://a.example/schema" } }, ["schema"]],
      ["order.bad", { schema: paidSchema, example: { amount: "12" } }, ["example"]],
      ["Order Paid", { description: "x" }, ["type"]],
      ["execution.failed", { description: "x" }, ["type"]],
    ];
    for (const [type, given, at] of bad) {
      const { status, json } = await call("PUT", `/webhooks/events/${encodeURIComponent(type)}`, given);
      expect([type, status, json.code], type).toEqual([type, 400, "invalid-request"]);
      expect(json.issues[0].at.slice(0, at.length), JSON.stringify(json.issues)).toEqual(at);
    }
    expect((await call("DELETE", "/webhooks/events/execution.failed")).status).toBe(400);
    expect((await call("GET", "/webhooks/events/order.bad")).json.code).toBe("event-type-not-found");
  });

  it("says who is sent it and which workflows it starts, by which patterns", async () => {
    const url = `${receiver.url}/a`;
    const made = await call("POST", "/webhooks", { url, events: ["order.*", "order.paid", "user.*"] });
    await call("POST", "/webhooks", { url: `${receiver.url}/b`, events: ["user.*"] });
    const trigger = { type: "event", config: { types: ["*.paid"] } };
    const listens = await published("Listens", trigger, { type: "set", config: { fields: { a: 1 } } });
    const { json } = await call("GET", "/webhooks/events/order.paid");
    expect(json).toMatchObject({ type: "order.paid", schema: paidSchema, example: { amount: 12.5 } });
    expect(json.subscriptions).toEqual([
      { id: made.json.id, url, active: true, patterns: ["order.*", "order.paid"] },
    ]);
    expect(json.workflows).toEqual([{ id: listens.id, name: "Listens", patterns: ["*.paid"] }]);
    await call("DELETE", `/webhooks/${made.json.id}`);
  });

  it("is listed by name, page by page, searched for, and forgotten", async () => {
    for (const type of ["zeta.a", "zeta.b"]) await call("PUT", `/webhooks/events/${type}`, {});
    const names: string[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const from: string = cursor === "" ? "" : `&cursor=${cursor}`;
      const { json } = await call("GET", `/webhooks/events/available?limit=3${from}`);
      names.push(...json.items.map(({ type }: { type: string }) => type));
      cursor = json.nextCursor;
    }
    expect(names).toEqual([...new Set(names)].sort());
    expect(names).toEqual(expect.arrayContaining(["alert.firing", "order.paid", "zeta.a", "zeta.b"]));
    const search = async () =>
      (await call("GET", "/webhooks/events/available?q=zeta")).json.items.map(
        ({ type }: { type: string }) => type,
      );
    expect(await search()).toEqual(["zeta.a", "zeta.b"]);
    expect((await call("DELETE", "/webhooks/events/zeta.a")).status).toBe(204);
    expect((await call("DELETE", "/webhooks/events/zeta.a")).json.code).toBe("event-type-not-found");
    expect(await search()).toEqual(["zeta.b"]);
  });
});

it("messages are listed over all subscriptions, by state, event and subscription, with what came of them", async () => {
  const subscribe = async (path: string) =>
    (await call("POST", "/webhooks", { url: `${receiver.url}${path}`, events: ["stock.*"] })).json
      .id as string;
  const answers: Record<string, number> = { "/full": 507, "/gone": 404 };
  receiver.answers(({ path }) => ({ status: answers[path] ?? 200 }));
  const [good, full, gone] = [await subscribe("/good"), await subscribe("/full"), await subscribe("/gone")];
  const { json: event } = await call("POST", "/events", { event: "stock.low", data: { sku: "A-1" } });
  const list = async (query: string) =>
    (await call("GET", `/webhooks/messages?event=stock.low${query}`)).json;
  const items = await vi.waitFor(async () => {
    const page = await list("");
    expect(page.items.filter(({ attempts }: { attempts: number }) => attempts === 1)).toHaveLength(3);
    return page.items as { id: string; subscriptionId: string; [field: string]: unknown }[];
  }, soon);
  const of = (id: string) => items.find(({ subscriptionId }) => subscriptionId === id);
  const told = { event: "stock.low", eventId: event.id, attempts: 1 };
  expect(of(good)).toMatchObject({
    ...told,
    status: "delivered",
    nextAttemptAt: null,
    last: { error: null },
  });
  expect(of(gone)).toMatchObject({ ...told, status: "failed", last: { http_status: 404 } });
  expect(of(full)).toMatchObject({
    ...{ ...told, status: "pending", url: `${receiver.url}/full`, finishedAt: null },
    nextAttemptAt: expect.stringMatching(/^\d{4}-/),
    last: { http_status: 507, error: { code: "http-error" } },
  });
  const ids = async (query: string) => (await list(query)).items.map(({ id }: { id: string }) => id);
  expect(await ids("&status=failed")).toEqual([of(gone)?.id]);
  expect(await ids(`&subscriptionId=${good}`)).toEqual([of(good)?.id]);
  const { json: page } = await call("GET", "/webhooks?limit=2");
  const { json: rest } = await call("GET", `/webhooks?cursor=${page.nextCursor}`);
  const made = [...page.items, ...rest.items].map(({ id }: { id: string }) => id);
  expect([made.slice(0, 3), rest.nextCursor]).toEqual([[gone, full, good], null]);
  const first = await list("&limit=2");
  expect([...first.items, ...(await list(`&cursor=${first.nextCursor}`)).items]).toEqual(items);
  expect((await list("&cursor=evt_1")).code).toBe("invalid-request");

  const { json } = await call("GET", `/webhooks/messages/${of(gone)?.id}`);
  expect(JSON.parse(json.body)).toMatchObject({ type: "stock.low", data: { sku: "A-1" } });
  answers["/gone"] = 200;
  await call("POST", `/webhooks/messages/${of(gone)?.id}/resend`);
  await vi.waitFor(async () => expect(await ids("&status=failed")).toEqual([]), soon);
  expect((await call("GET", "/webhooks/messages/msg_nothing")).json.code).toBe("message-not-found");
});
