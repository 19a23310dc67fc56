import { setTimeout as delay } from "node:timers/promises";
import type { WorkflowDocument } from "@sluice/workflow/document";
import { afterEach, expect, it, vi } from "vitest";
import { startMailSink } from "./outgoing/testing/mail-sink.ts";
import { startReceiver } from "./subscriptions/testing/receiver.ts";
import { startTestApp } from "./testing/start-app.ts";

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const owner = { email: "owner@example.com", password: "correct horse battery 9" };

it("a mail server that hangs neither holds up the end nor takes the time of what runs", async () => {
  const { promise: until, resolve: release } = Promise.withResolvers<void>();
  const [sink, receiver] = await Promise.all([startMailSink({ until }), startReceiver()]);
  closing.push(() => Promise.all([sink.close(), receiver.close()]), release);
  const app = await startTestApp({
    fakeClock: true,
    environment: {
      ...{ SLUICE_ADMIN_EMAIL: owner.email, SLUICE_ADMIN_PASSWORD: owner.password },
      ...{ SLUICE_ALLOW_NETWORKS: "127.0.0.1", SLUICE_MAIL_FROM: "sluice@shop.example" },
      SLUICE_MAIL_URL: `smtp://127.0.0.1:${sink.port}?security=none`,
    },
  });
  const call = async (method: string, path: string, body?: unknown) => {
    const answer = await app.call(method, path, body);
    expect(answer.ok, await answer.clone().text()).toBe(true);
    return (await answer.text().then((text) => (text === "" ? {} : JSON.parse(text)))) as {
      id: string;
      hookKey: string;
      state?: string;
    };
  };
  const publish = async (name: string, path: string) => {
    const document: WorkflowDocument = {
      ...{ format: 1, name, mode: "async", trigger: { type: "webhook", config: {} } },
      nodes: { ask: { type: "http", config: { url: `${receiver.url}${path}` } } },
      edges: [{ from: "trigger", to: "ask" }],
    };
    const { id, hookKey } = await call("POST", "/workflows", { document });
    await call("POST", `/workflows/${id}/publish`, {});
    const headers = { "content-type": "application/json" };
    return {
      id,
      post: () => fetch(`${app.baseUrl}/hooks/${hookKey}`, { method: "POST", headers, body: "{}" }),
    };
  };
  receiver.answers(({ path }) => (path === "/slow" ? "hang" : { status: 200 }));

  // An alert whose mail hangs, a link for a new password whose mail hangs, and an execution that runs.
  const quiet = await publish("Quiet", "/quick");
  await quiet.post();
  await vi.waitFor(() => expect(receiver.at("/quick")).toHaveLength(1), { timeout: 20_000 });
  const condition = { kind: "no-delivery", workflowId: quiet.id, settings: { minutes: 5 } };
  const rule = { ...condition, name: "Nothing comes", recipients: ["ops@shop.example"] };
  expect(await call("POST", "/alerts", rule)).toMatchObject({ state: "ok" });
  app.advance(10 * 60_000);
  await vi.waitFor(() => expect(sink.connected).toBe(1), { timeout: 40_000 });
  await call("POST", "/password-resets", { email: owner.email });
  await vi.waitFor(() => expect(sink.connected).toBe(2), { timeout: 20_000 });
  const slow = await publish("Slow", "/slow");
  await slow.post();
  await vi.waitFor(() => expect(receiver.at("/slow")).toHaveLength(1), { timeout: 20_000 });

  const began = performance.now();
  const stopped = app.stop({ graceMs: 5000 });
  await delay(1000);
  receiver.release();
  await stopped;
  // One mail is given up after 30 seconds.
  expect(performance.now() - began).toBeLessThan(20_000);
  expect(app.log()).not.toContain("were let go");
  expect(sink.received).toEqual([]);
});
