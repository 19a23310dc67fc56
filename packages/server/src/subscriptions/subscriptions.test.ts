import { createHmac, timingSafeEqual } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { startTestApp, type TestApp } from "../testing/start-app.ts";
import { type Receiver, startReceiver } from "./testing/receiver.ts";

let app: TestApp;
let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver();
  app = await startTestApp({ environment: { SLUICE_ALLOW_NETWORKS: "127.0.0.1" }, fakeClock: true });
});
afterAll(async () => {
  await receiver.close();
  await app.stop();
});

type Made = { id: string; secret: string; [field: string]: unknown };
const call = async (method: string, path: string, body?: unknown) => {
  const answer = await app.call(method, path, body);
  const text = await answer.text();
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what came
  return { status: answer.status, json: (text === "" ? null : JSON.parse(text)) as any };
};
const subscribe = async (path: string, more: object = {}): Promise<Made> => {
  const given = { url: `${receiver.url}${path}`, events: ["order.*"], ...more };
  const { status, json } = await call("POST", "/webhooks", given);
  expect(status).toBe(201);
  return json;
};
const publish = (event: string, data: unknown, more: object = {}) =>
  call("POST", "/events", { event, data, ...more });
const arrived = (path: string, count: number) =>
  vi.waitFor(() => expect(receiver.at(path)).toHaveLength(count), { timeout: 15_000, interval: 20 });
const logsOf = async (id: string) => (await call("GET", `/webhooks/${id}/logs`)).json.items;
const settled = (id: string, count: number) =>
  vi.waitFor(async () => expect(await logsOf(id)).toHaveLength(count), { timeout: 15_000, interval: 50 });

describe("the formats", () => {
  it("are verified by the Standard Webhooks library, and not with one byte changed", async () => {
    const { secret, id } = await subscribe("/standard");
    await publish("order.paid", { amount: 12, name: "é" }, { timestamp: "2026-01-31T09:00:00Z" });
    await arrived("/standard", 1);
    const [message] = receiver.at("/standard");
    const headers = message?.headers as Record<string, string>;
    const webhook = new Webhook(secret);
    // The test's clock stands still: so does the library's.
    vi.useFakeTimers({ now: Number(headers["webhook-timestamp"]) * 1000, toFake: ["Date"] });
    expect(webhook.verify(message?.body ?? "", headers)).toEqual({
      ...{ type: "order.paid", timestamp: "2026-01-31T09:00:00.000Z", data: { amount: 12, name: "é" } },
    });
    expect(() => webhook.verify(message?.body.replace("12", "13") ?? "", headers)).toThrow();
    vi.useRealTimers();
    await call("DELETE", `/webhooks/${id}`);
  });

  it("of Products Manager fit its documented call, payload, snippet and log", async () => {
    const { status, json } = await call("POST", "/webhooks", {
      ...{ url: `${receiver.url}/pm`, events: ["import.completed", "product.updated"] },
      ...{ secret: "votre_secret_pour_signature", active: true, format: "products-manager" },
    });
    expect([status, json.secret, json.active]).toEqual([201, "votre_secret_pour_signature", true]);
    await publish("import.completed", { job_id: 12345, stats: { created: 150 } }, { id: "evt-pm" });
    await arrived("/pm", 1);
    const [message] = receiver.at("/pm");
    expect(JSON.parse(message?.body ?? "")).toMatchObject({
      ...{ event: "import.completed", webhook_id: json.id, id: "evt-pm", data: { job_id: 12345 } },
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    });
    // The snippet of its documentation, Node.js.
    const payload = JSON.stringify(JSON.parse(message?.body ?? ""));
    const digest = `sha256=${createHmac("sha256", "votre_secret_pour_signature").update(payload).digest("hex")}`;
    const signature = String(message?.headers["x-webhook-signature"]);
    expect(timingSafeEqual(Buffer.from(signature), Buffer.from(digest))).toBe(true);
    await vi.waitFor(async () => {
      const log = await call("GET", `/webhooks/${json.id}/logs`);
      expect(log.json).toEqual({
        status: "success",
        data: {
          logs: [
            {
              ...{ timestamp: expect.any(String), event: "import.completed", http_status: 200 },
              ...{ response_time_ms: expect.any(Number), retry_count: 0 },
            },
          ],
        },
      });
    }, 20_000);
    expect(
      (await call("PUT", `/webhooks/${json.id}`, { events: ["import.failed"], active: true })).json,
    ).toMatchObject({ events: ["import.failed"], url: `${receiver.url}/pm` });
    const test = await call("POST", `/webhooks/${json.id}/test`);
    expect(test.json.ok).toBe(true);
    expect(JSON.parse(receiver.at("/pm")[1]?.body ?? "")).toMatchObject({
      ...{
        event: "webhook.test",
        webhook_id: json.id,
        data: { message: "This is a test webhook from Sluice" },
      },
    });
    await call("DELETE", `/webhooks/${json.id}`);
  });

  it("of Alforis fit its documented call, payload, headers and snippet", async () => {
    const { json } = await call("POST", "/webhooks", {
      ...{ url: `${receiver.url}/alforis`, events: ["organisation.created", "task.completed"] },
      ...{ description: "Synchronisation HubSpot", is_active: true, format: "alforis" },
    });
    expect(json).toMatchObject({ is_active: true, description: "Synchronisation HubSpot" });
    expect(json.secret).toMatch(/^[0-9a-f]{64}$/);
    await publish("organisation.created", { organisation_id: 51 }, { user_id: 12 });
    await arrived("/alforis", 1);
    const { headers, body } = receiver.at("/alforis")[0] ?? { headers: {}, body: "" };
    expect(JSON.parse(body)).toMatchObject({
      event: "organisation.created",
      user_id: 12,
      data: { organisation_id: 51 },
    });
    expect(headers).toMatchObject({
      ...{ "x-webhook-id": json.id, "x-webhook-event": "organisation.created" },
      "x-webhook-timestamp": expect.stringMatching(/Z$/),
      "x-webhook-signature": createHmac("sha256", json.secret).update(body).digest("hex"),
      "webhook-id": expect.stringMatching(/^msg_/),
    });
    await call("DELETE", `/webhooks/${json.id}`);
  });

  it("of the plain kind carry event, payload and headers of one's own", async () => {
    const headers = [{ name: "x-key", value: "canary-4711" }];
    const { id } = await subscribe("/plain", { format: "plain", headers });
    await publish("order.paid", [1, null]);
    await arrived("/plain", 1);
    const [message] = receiver.at("/plain");
    expect(message?.body).toBe('{"event":"order.paid","payload":[1,null]}');
    expect(message?.headers["x-key"]).toBe("canary-4711");
    const shown = await call("GET", `/webhooks/${id}`);
    expect(shown.json.headers).toEqual([{ name: "x-key" }]);
    await call("PATCH", `/webhooks/${id}`, { headers: [{ name: "x-key" }], description: "kept" });
    expect(JSON.stringify((await call("GET", "/webhooks")).json) + app.log()).not.toContain("canary-4711");
    await publish("order.paid", 2);
    await arrived("/plain", 2);
    expect(receiver.at("/plain")[1]?.headers["x-key"]).toBe("canary-4711");
    await call("DELETE", `/webhooks/${id}`);
  });
});

describe("what is tried again", () => {
  const advance = (seconds: number) => app.advance(seconds * 1000);

  it("comes after 1 min, 5 min, 15 min, 1 h and 6 h, with the same id and body, and then no more", async () => {
    receiver.answers(() => ({ status: 500, body: "down" }));
    const { id } = await subscribe("/down");
    await publish("order.paid", { n: 1 });
    await arrived("/down", 1);
    for (const [index, seconds] of [60, 300, 900, 3600, 21_600].entries()) {
      await settled(id, index + 1);
      advance(seconds * 0.99);
      if (index < 2) await new Promise((resolve) => setTimeout(resolve, 1100));
      expect(receiver.at("/down")).toHaveLength(index + 1);
      advance(seconds * 0.12);
      await arrived("/down", index + 2);
    }
    await settled(id, 6);
    const came = receiver.at("/down");
    expect(new Set(came.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
    expect(new Set(came.map(({ body }) => body)).size).toBe(1);
    expect((await logsOf(id))[0]).toMatchObject({
      ...{ http_status: 500, retry_count: 5, answer: "down", error: { code: "http-error" } },
    });
    expect((await call("GET", `/webhooks/${id}`)).json).toMatchObject({ active: true, pending: 0 });
    receiver.answers(() => ({ status: 200 }));
    const { messageId } = (await logsOf(id))[0];
    expect((await call("POST", `/webhooks/messages/${messageId}/resend`)).status).toBe(200);
    await arrived("/down", 7);
    await call("DELETE", `/webhooks/${id}`);
  }, 60_000);

  it.each([
    [200, 1, null],
    [204, 1, null],
    [301, 1, "http-error"],
    [400, 1, "http-error"],
    [404, 1, "http-error"],
    [408, 2, null],
    [429, 2, null],
    [502, 2, null],
  ])("answers %i: %i attempts", async (status, attempts, error) => {
    const path = `/status-${status}`;
    const location = { location: "http://169.254.169.254/latest" };
    receiver.answers((_, before) => (before === 0 ? { status, headers: location } : { status: 200 }));
    const { id } = await subscribe(path);
    await publish("order.paid", {});
    await settled(id, 1);
    advance(70);
    await settled(id, attempts);
    expect((await logsOf(id))[0].error?.code ?? null).toBe(error);
    await call("DELETE", `/webhooks/${id}`);
  });

  it("goes out in the format that it was made in, whatever the subscription's is by then", async () => {
    receiver.answers((_, before) => (before === 0 ? { status: 500 } : { status: 200 }));
    const { id } = await subscribe("/reshaped", { format: "alforis" });
    await publish("order.paid", { n: 1 });
    await settled(id, 1);
    expect((await call("PATCH", `/webhooks/${id}`, { format: "plain" })).status).toBe(200);
    advance(70);
    await arrived("/reshaped", 2);
    const [first, again] = receiver.at("/reshaped");
    expect(again?.body).toBe(first?.body);
    expect(again?.headers).toMatchObject({ "x-webhook-event": "order.paid" });
    await publish("order.paid", { n: 2 });
    await arrived("/reshaped", 3);
    const [, , next] = receiver.at("/reshaped");
    expect(JSON.parse(next?.body ?? "")).toEqual({ event: "order.paid", payload: { n: 2 } });
    expect(next?.headers["x-webhook-event"]).toBeUndefined();
    await call("DELETE", `/webhooks/${id}`);
  });

  it("waits as long as the receiver asks", async () => {
    receiver.answers((_, before) =>
      before === 0 ? { status: 503, headers: { "retry-after": "600" } } : { status: 200 },
    );
    const { id } = await subscribe("/patient");
    await publish("order.paid", {});
    await settled(id, 1);
    advance(590);
    await new Promise((resolve) => setTimeout(resolve, 1100));
    expect(await logsOf(id)).toHaveLength(1);
    advance(20);
    await settled(id, 2);
    await call("DELETE", `/webhooks/${id}`);
  });

  it("says what became of a receiver that cannot be reached", async () => {
    receiver.answers(() => ({ status: 200 }));
    const { id } = await subscribe("", { url: "http://127.0.0.1:1/" });
    const { json } = await call("POST", `/webhooks/${id}/test`);
    expect(json).toMatchObject({
      ok: false,
      attempt: { http_status: null, error: { code: "network-failed" } },
    });
    await call("DELETE", `/webhooks/${id}`);
  });
});

describe("a subscription that nobody answers for", () => {
  it("is disabled by 410, tells of it, and catches up when it is switched on and recovered", async () => {
    receiver.answers(() => ({ status: 410 }));
    const { id } = await subscribe("/gone", { events: ["gone.test"] });
    const watcher = await subscribe("/watch", { events: ["subscription.disabled"] });
    await publish("gone.test", { n: 1 }, { id: "gone-1" });
    await vi.waitFor(
      async () =>
        expect((await call("GET", `/webhooks/${id}`)).json).toMatchObject({
          active: false,
          disabledReason: "gone",
        }),
      20_000,
    );
    await publish("gone.test", { n: 2 }, { id: "gone-2" });
    receiver.answers(() => ({ status: 200 }));
    await vi.waitFor(
      () =>
        expect(
          receiver
            .at("/watch")
            .map(({ body }) => body)
            .join(),
        ).toContain(id),
      20_000,
    );
    await vi.waitFor(
      async () => expect((await call("GET", "/events/gone-2")).json.fannedOutAt).not.toBeNull(),
      20_000,
    );
    await call("PATCH", `/webhooks/${id}`, { active: true });
    const recovered = await call("POST", `/webhooks/${id}/recover`, { since: "2000-01-01T00:00:00Z" });
    expect(recovered.json).toEqual({ messages: 2 });
    await arrived("/gone", 3);
    await vi.waitFor(async () => expect((await call("GET", `/webhooks/${id}`)).json.pending).toBe(0), 20_000);
    expect(
      (await call("POST", `/webhooks/${id}/recover`, { since: "2000-01-01T00:00:00Z" })).json.messages,
    ).toBe(0);
    expect((await call("GET", `/webhooks/${id}`)).json).toMatchObject({ active: true, disabledReason: null });
    for (const one of [id, watcher.id]) await call("DELETE", `/webhooks/${one}`);
  });

  it("is disabled after five days in which every attempt failed", async () => {
    receiver.answers(() => ({ status: 500 }));
    const { id } = await subscribe("/sick", { schedule: [60] });
    await publish("order.paid", {});
    await settled(id, 1);
    app.advance(4.9 * 86_400_000);
    await settled(id, 2);
    expect((await call("GET", `/webhooks/${id}`)).json.active).toBe(true);
    app.advance(0.2 * 86_400_000);
    await publish("order.paid", {});
    await settled(id, 3);
    // The message is tried again: as long as it may arrive, the subscription stays on.
    expect((await call("GET", `/webhooks/${id}`)).json.active).toBe(true);
    app.advance(70_000);
    await settled(id, 4);
    expect((await call("GET", `/webhooks/${id}`)).json).toMatchObject({
      active: false,
      disabledReason: "failing",
    });
    receiver.answers(() => ({ status: 200 }));
    await call("DELETE", `/webhooks/${id}`);
  });

  it("is not said to fail by a failed test, and a test of one that is deleted meanwhile is a 404", async () => {
    receiver.answers(() => ({ status: 500 }));
    const { id } = await subscribe("/tried", { events: ["never.seen"] });
    expect((await call("POST", `/webhooks/${id}/test`)).json).toMatchObject({ ok: false });
    expect((await call("GET", `/webhooks/${id}`)).json).toMatchObject({ failingSince: null, pending: 0 });
    expect(await logsOf(id)).toHaveLength(1);
    const late = await subscribe("/late", { events: ["never.seen"] });
    receiver.answers(() => "hang");
    const testing = call("POST", `/webhooks/${late.id}/test`);
    await arrived("/late", 1);
    await call("DELETE", `/webhooks/${late.id}`);
    receiver.release();
    expect((await testing).json.code).toBe("subscription-not-found");
    receiver.answers(() => ({ status: 200 }));
    await call("DELETE", `/webhooks/${id}`);
  });

  it("does not hold up the others", async () => {
    receiver.answers(({ path }) => (path === "/slow" ? "hang" : { status: 200 }));
    const slow = await subscribe("/slow", { events: ["burst"] });
    const quick = await subscribe("/quick", { events: ["burst"], format: "plain" });
    for (let n = 0; n < 50; n += 1) await publish("burst", { n });
    await arrived("/quick", 50);
    expect(receiver.at("/slow").length).toBeLessThanOrEqual(4);
    receiver.answers(() => ({ status: 200 }));
    for (const { id } of [slow, quick]) await call("DELETE", `/webhooks/${id}`);
  }, 30_000);
});

describe("a subscription", () => {
  it("signs with both secrets for as long as the rotation says", async () => {
    const before = await subscribe("/rotate", { events: ["turn"] });
    const after = (await call("POST", `/webhooks/${before.id}/rotate-secret`, { keepOldForSeconds: 3600 }))
      .json;
    expect(after.secret).not.toBe(before.secret);
    expect(after.oldSecretsUntil).toHaveLength(1);
    await publish("turn", {});
    await arrived("/rotate", 1);
    // Written down: what is on its way for longer than an attempt may take is sent once more.
    await settled(before.id, 1);
    app.advance(3_600_001);
    await publish("turn", {});
    await arrived("/rotate", 2);
    expect((await call("GET", `/webhooks/${before.id}`)).json.oldSecretsUntil).toEqual([]);
    const [both, one] = receiver.at("/rotate");
    expect(String(both?.headers["webhook-signature"]).split(" ")).toHaveLength(2);
    expect(String(one?.headers["webhook-signature"]).split(" ")).toHaveLength(1);
    await call("DELETE", `/webhooks/${before.id}`);
  });

  it("in order holds back what comes after a failure", async () => {
    receiver.answers((_, before) => (before === 0 ? { status: 500 } : { status: 200 }));
    const { id } = await subscribe("/ordered", { events: ["step"], ordered: true, format: "plain" });
    for (let n = 0; n < 3; n += 1) {
      await publish("step", n, { id: `step-${n}` });
      app.advance(1);
    }
    await settled(id, 1);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(receiver.at("/ordered")).toHaveLength(1);
    app.advance(70_000);
    await arrived("/ordered", 4);
    expect(receiver.at("/ordered").map(({ body }) => JSON.parse(body).payload)).toEqual([0, 0, 1, 2]);
    await call("DELETE", `/webhooks/${id}`);
  });
});

it("has a catalogue of what was described, what was seen and what is Sluice's own", async () => {
  await publish("seen.once", { a: 1 });
  await publish("seen.large", { a: "é".repeat(2100) });
  await call("PUT", "/webhooks/events/told.about", { description: "Told", example: { b: 2 } });
  await vi.waitFor(async () => {
    const { items } = (await call("GET", "/webhooks/events/available")).json;
    expect(items).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ type: "execution.failed", origin: "sluice" }),
        expect.objectContaining({ type: "seen.once", origin: "learned", example: { a: 1 } }),
        expect.objectContaining({ type: "seen.large", example: null }),
        {
          ...{ type: "told.about", description: "Told", schema: null, example: { b: 2 } },
          ...{ origin: "described", onMismatch: "take" },
        },
      ]),
    );
  }, 20_000);
});
