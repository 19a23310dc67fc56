import type { WorkflowDocument } from "@sluice/workflow/document";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type MailSink, startMailSink } from "../outgoing/testing/mail-sink.ts";
import { type Receiver, startReceiver } from "../subscriptions/testing/receiver.ts";
import { startTestApp, type TestApp } from "../testing/start-app.ts";

let app: TestApp;
let receiver: Receiver;
let sink: MailSink;
const start = Date.parse("2026-05-01T08:30:00Z");
beforeAll(async () => {
  [receiver, sink] = await Promise.all([startReceiver(), startMailSink()]);
  app = await startTestApp({
    environment: {
      ...{ SLUICE_ALLOW_NETWORKS: "127.0.0.1", SLUICE_PUBLIC_URL: "https://sluice.example" },
      SLUICE_MAIL_URL: `smtp://127.0.0.1:${sink.port}?security=none`,
      SLUICE_MAIL_FROM: "sluice@shop.example",
    },
    ...{ fakeClock: true, now: start },
  });
  const url = `${receiver.url}/alerts`;
  await call("POST", "/webhooks", { url, events: ["alert.*"], format: "plain", ordered: true });
});
afterAll(async () => {
  await app.stop();
  await Promise.all([receiver.close(), sink.close()]);
});

const call = async (method: string, path: string, body?: unknown) => {
  const answer = await app.call(method, path, body);
  const text = await answer.text();
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what came
  return { status: answer.status, json: (text === "" ? null : JSON.parse(text)) as any };
};
const make = async (given: object) => {
  const { status, json } = await call("POST", "/alerts", { name: "Watched", ...given });
  expect(status, JSON.stringify(json)).toBe(201);
  return json;
};
/** Whatever the clock of the rounds does: it is looked at now. */
const look = async (id: string) => (await call("POST", `/alerts/${id}/mute`, { until: null })).json;
const minutes = (count: number) => app.advance(count * 60_000);
/** What subscribers were sent of a rule, once there is so much. */
const toldOf = async (id: string, count: number) =>
  vi.waitFor(
    () => {
      const all = receiver.at("/alerts").map(({ body }) => JSON.parse(body));
      const own = all.filter(({ payload }) => payload.alert.id === id);
      expect(own).toHaveLength(count);
      return own;
    },
    { timeout: 20_000, interval: 20 },
  );

const failing = (name: string, when: string): WorkflowDocument => ({
  ...{ format: 1, name, mode: "async", trigger: { type: "webhook", config: {} } },
  nodes: {
    bad: { type: "condition", config: { when: { expression: when } } },
    stop: { type: "end", config: { status: "failed", message: "no stock" } },
  },
  edges: [
    { from: "trigger", to: "bad" },
    { from: "bad", port: "true", to: "stop" },
  ],
});
const publish = async (document: WorkflowDocument) => {
  const { json } = await call("POST", "/workflows", { document });
  await call("POST", `/workflows/${json.id}/publish`, {});
  return { id: json.id as string, hook: `${app.baseUrl}/hooks/${json.hookKey}` };
};
const post = async (hook: string, query = "", method = "POST") => {
  const body = method === "POST" ? "{}" : null;
  await fetch(`${hook}${query}`, { method, headers: { "content-type": "application/json" }, body });
};
const ended = (workflowId: string, count: number) =>
  vi.waitFor(
    async () => {
      const { items } = (await call("GET", `/executions?workflowId=${workflowId}&limit=100`)).json;
      expect(items.filter((one: { finishedAt: unknown }) => one.finishedAt !== null)).toHaveLength(count);
    },
    { timeout: 20_000, interval: 20 },
  );

describe("a rule about failures", () => {
  it("fires once, is mailed, repeats, and says when it is over", async () => {
    const { id: workflowId, hook } = await publish(failing("Orders & more", 'request.query.bad == "1"'));
    for (const query of ["?bad=1", "?bad=1", "?bad=1", "", "", ""]) await post(hook, query);
    await ended(workflowId, 6);
    const condition = {
      kind: "failure-rate",
      workflowId,
      settings: { percent: 50, minutes: 10, atLeast: 6 },
    };
    const preview = await call("POST", "/alerts/preview", condition);
    expect(preview.json).toMatchObject({
      ...{ beyond: true, value: 3, of: 6, path: `/executions?status=failed&workflowId=${workflowId}` },
      said: {
        en: "3 of 6 executions of “Orders & more” of the last 10 minutes failed.",
        fr: "3 exécutions sur 6 de « Orders & more » des 10 dernières minutes ont échoué.",
      },
    });
    const stricter = { ...condition, settings: { ...condition.settings, atLeast: 7 } };
    expect((await call("POST", "/alerts/preview", stricter)).json.beyond).toBe(false);

    const recipients = ["ops@shop.example", "unknown@shop.example"];
    const more = { recipients, language: "fr", repeatMinutes: 5 };
    const { id, state, firingSince } = await make({ ...condition, ...more, name: "Trop d’échecs" });
    expect([state, firingSince]).toEqual(["firing", new Date(start).toISOString()]);
    const [event] = await toldOf(id, 1);
    expect(event).toMatchObject({
      event: "alert.firing",
      payload: {
        alert: { name: "Trop d’échecs", kind: "failure-rate", url: "https://sluice.example/alerts" },
        ...{ workflow: { id: workflowId, name: "Orders & more" }, value: 3, of: 6, sample: false },
        url: `https://sluice.example/executions?status=failed&workflowId=${workflowId}`,
      },
    });
    expect(sink.received).toHaveLength(1);
    expect(sink.received[0]).toMatchObject({ from: "sluice@shop.example", to: ["ops@shop.example"] });
    // The other one is not known to the mail server, and the rule says so.
    expect((await look(id)).problem).toContain("unknown@shop.example");

    minutes(4);
    await look(id);
    minutes(1);
    await look(id);
    await toldOf(id, 2);
    // Ten minutes after they came they are no longer counted; a minute later that is the end.
    minutes(6);
    expect((await look(id)).state).toBe("firing");
    minutes(1);
    expect(await look(id)).toMatchObject({ state: "ok", firingSince: null });
    expect((await toldOf(id, 3)).map((one) => one.event)).toEqual([
      ...["alert.firing", "alert.firing", "alert.resolved"],
    ]);
    expect(sink.received.map(({ to }) => to[0])).toEqual(Array(3).fill("ops@shop.example"));
    expect((await call("DELETE", `/alerts/${id}`)).status).toBe(204);
    expect((await call("GET", `/alerts/${id}`)).json.code).toBe("alert-not-found");
  });

  it("is not kept alive by the failing of what it starts", async () => {
    const { id: workflowId, hook } = await publish(failing("Root", "true"));
    await post(hook);
    await ended(workflowId, 1);
    const listener = await publish({
      ...failing("Tells of alerts, badly", "true"),
      trigger: { type: "event", config: { types: ["alert.firing"] } },
    });
    const settings = { percent: 1, minutes: 10, atLeast: 1 };
    const { id } = await make({ kind: "failure-rate", settings, repeatMinutes: 5 });
    await ended(listener.id, 1);
    minutes(6);
    await look(id);
    await ended(listener.id, 2);
    // Two failures of what tells of it are in its window, and its own is not any more.
    minutes(5);
    await look(id);
    minutes(1);
    expect((await look(id)).state).toBe("ok");
    // Nor are they told as failures of their own.
    const { items } = (await call("GET", "/events?type=execution.failed&limit=100")).json;
    const told = items.map((one: { executionId: string }) => one.executionId);
    const { items: runs } = (await call("GET", `/executions?workflowId=${listener.id}`)).json;
    expect(told.filter((one: string) => runs.some((run: { id: string }) => run.id === one))).toEqual([]);
    await call("DELETE", `/alerts/${id}`);
  });
});

describe("rules of the other kinds", () => {
  it("notice that nothing comes, and say why", async () => {
    const { id: workflowId, hook } = await publish(failing("Shop", "false"));
    await post(hook);
    await ended(workflowId, 1);
    const rule = await make({ kind: "no-delivery", workflowId, settings: { minutes: 180 } });
    expect(rule).toMatchObject({ state: "ok", measure: { value: 1 } });
    expect(rule.measure.said.en).toBe("The last delivery that “Shop” accepted came 1 minute ago.");
    await call("POST", `/workflows/${workflowId}/pause`);
    minutes(181);
    // What is refused is nothing that was accepted.
    await post(hook);
    const fired = await look(rule.id);
    expect(fired).toMatchObject({ state: "firing", measure: { value: null } });
    expect(fired.measure.said).toEqual({
      en: "“Shop” has accepted no delivery for 3 hours or longer. It is paused.",
      fr: "« Shop » n’a accepté aucune livraison depuis 3 heures ou plus. Il est en pause.",
    });
    await call("POST", `/workflows/${workflowId}/resume`);
    await post(hook);
    await ended(workflowId, 2);
    await look(rule.id);
    minutes(1);
    expect((await look(rule.id)).state).toBe("ok");
    // Its workflow is gone: there is nothing to watch, and it says so.
    await call("DELETE", `/workflows/${workflowId}`);
    expect(await look(rule.id)).toMatchObject({ state: "ok", problem: expect.stringContaining("not there") });
    await call("DELETE", `/alerts/${rule.id}`);
  });

  it("notice refusals, waiting, the disk and subscriptions that are given up", async () => {
    const { id: workflowId, hook } = await publish(failing("Door", "false"));
    await post(hook);
    await ended(workflowId, 1);
    for (let count = 0; count < 3; count += 1) await post(hook, "", "DELETE");
    const refusals = { kind: "refusals", workflowId, settings: { minutes: 60, atLeast: 3, percent: 75 } };
    await vi.waitFor(
      async () => expect((await call("POST", "/alerts/preview", refusals)).json.value).toBe(3),
      {
        timeout: 20_000,
      },
    );
    expect((await call("POST", "/alerts/preview", refusals)).json).toMatchObject({
      ...{ beyond: true, value: 3, of: 4, path: `/deliveries?verdict=refused&workflowId=${workflowId}` },
      said: { en: "3 of 4 deliveries at “Door” of the last hour were refused." },
    });
    const preview = async (kind: string, settings: object) =>
      (await call("POST", "/alerts/preview", { kind, settings })).json;
    expect(await preview("queue-age", { seconds: 1 })).toMatchObject({ beyond: false, value: 0 });
    expect(await preview("waiting-at-limit", { count: 1 })).toMatchObject({ beyond: false, value: 0 });
    expect(await preview("disk", { below: 99.99, unit: "percent" })).toMatchObject({ beyond: true, of: 100 });
    expect(await preview("disk", { below: 1, unit: "megabytes" })).toMatchObject({ beyond: false });
    expect(await preview("subscription-disabled", {})).toMatchObject({ beyond: false, of: 1 });
    receiver.answers(({ path }) => ({ status: path === "/gone" ? 410 : 200 }));
    const given = { url: `${receiver.url}/gone`, events: ["order.paid"] };
    const { id } = (await call("POST", "/webhooks", given)).json;
    await call("POST", "/events", { event: "order.paid", data: 1 });
    await vi.waitFor(
      async () =>
        expect(await preview("subscription-disabled", {})).toMatchObject({
          ...{ beyond: true, value: 1, path: `/webhooks/${id}` },
        }),
      { timeout: 20_000 },
    );
    await call("DELETE", `/webhooks/${id}`);
  });
});

describe("rules", () => {
  it("are offered, tried and listed with what fires first", async () => {
    const { items: offers } = (await call("GET", "/alerts/offers?language=fr")).json;
    expect(offers.map((one: { kind: string }) => one.kind)).toEqual([
      ...["failure-rate", "queue-age", "refusals", "subscription-disabled", "disk"],
    ]);
    const quiet = await make({ ...offers[1], recipients: ["a@shop.example", "a@shop.example"] });
    const loud = await make({ kind: "disk", settings: { below: 99.9, unit: "percent" }, name: "Full" });
    const off = await make({ ...offers[3], enabled: false });
    const list = (await call("GET", "/alerts")).json;
    expect(list.items.map((one: { id: string; state: string }) => [one.id, one.state])).toEqual([
      [loud.id, "firing"],
      [quiet.id, "ok"],
      [off.id, "off"],
    ]);
    expect([list.mail, quiet.recipients]).toEqual([true, ["a@shop.example"]]);
    expect((await call("GET", "/alerts/offers")).json.items).toHaveLength(2);

    const before = sink.received.length;
    const tried = (await call("POST", `/alerts/${quiet.id}/test`)).json;
    expect(tried.mails).toEqual([{ to: "a@shop.example", problem: null }]);
    expect(sink.received).toHaveLength(before + 1);
    expect((await call("GET", `/events/${tried.eventId}`)).json.data).toMatchObject({ sample: true });

    const until = new Date(start + 100 * 86_400_000).toISOString();
    expect((await call("POST", `/alerts/${loud.id}/mute`, { until })).json).toMatchObject({
      ...{ mutedUntil: until, state: "firing" },
    });
    const { kind, settings } = loud;
    const changed = { kind, name: "Quiet", settings: { ...settings, below: 0.000001 } };
    expect((await call("PUT", `/alerts/${loud.id}`, changed)).json).toMatchObject({
      ...{ name: "Quiet", state: "ok", mutedUntil: until },
    });
    expect((await call("PUT", `/alerts/${loud.id}`, { ...changed, enabled: false })).json.state).toBe("off");
    for (const { id } of [quiet, loud, off]) await call("DELETE", `/alerts/${id}`);
  });

  it.each<[object, string]>([
    [{ kind: "failure-rate", settings: { percent: 0, minutes: 5, atLeast: 1 } }, "percent"],
    [
      { kind: "failure-rate", workflowId: "wf_none", settings: { percent: 1, minutes: 5, atLeast: 1 } },
      "workflowId",
    ],
    [{ kind: "no-delivery", settings: { minutes: 5 } }, "workflowId"],
    [{ kind: "disk", settings: { below: 100, unit: "percent" } }, "below"],
    [{ kind: "queue-age", settings: { seconds: 5, minutes: 1 } }, "minutes"],
    [{ kind: "weather", settings: {} }, "kind"],
    [{ kind: "subscription-disabled", name: "a\nb" }, "name"],
    [{ kind: "subscription-disabled", recipients: ["nobody"] }, "recipients"],
    [{ kind: "subscription-disabled", repeatMinutes: 1 }, "repeatMinutes"],
  ])("refuse %j", async (given, field) => {
    const { status, json } = await call("POST", "/alerts", { name: "x", ...given });
    expect([status, json.code]).toEqual([400, "invalid-request"]);
    expect(JSON.stringify(json.issues)).toContain(field);
  });
});
