import { createHmac } from "node:crypto";
import { createClient } from "@sluice/api/client";
import { definitions } from "@sluice/nodes/definitions";
import type { WorkflowDocument, WorkflowNode } from "@sluice/workflow/document";
import { templates } from "@sluice/workflow/templates";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Receiver, startReceiver } from "../outgoing/testing/receiver.ts";
import { startTestApp, type TestApp } from "../testing/start-app.ts";

/*
 * Each template as somebody takes it: made, its secrets and addresses filled in, published, and called by its sender. That of
 * feedback triage, with its model and its CRM, is run in outgoing/whole-workflows.test.ts.
 */
let app: TestApp;
let receiver: Receiver;
let client: ReturnType<typeof createClient>;
const known = { items: [{ id: "c7" }] };
beforeAll(async () => {
  receiver = await startReceiver(({ path }, response) => {
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(path.includes("ada") ? known : { items: [] }));
  });
  app = await startTestApp({ environment: { SLUICE_ALLOW_NETWORKS: "127.0.0.1" } });
  client = createClient({ baseUrl: app.baseUrl, headers: () => ({ authorization: `Bearer ${app.token}` }) });
});
afterAll(async () => {
  await app.stop();
  await receiver.close();
});

const secret = "s3cret-of-the-sender";

/** The template with its empty secrets and its example addresses filled in. */
async function published(key: string) {
  const { document } = await client.templates.get({ key, language: "en" });
  const text = JSON.stringify(document)
    .replace(/https:\/\/\w+\.example\.com/g, receiver.url)
    .replace('"webhook":{}', `"webhook":{"secret":{"value":"${receiver.url}/incoming"}}`)
    .replace(/"(password|value)":\{\}/g, `"$1":{"secret":{"value":"${secret}"}}`);
  const made = await client.workflows.create({ document: JSON.parse(text) as WorkflowDocument });
  const { findings } = await client.workflows.publish({ id: made.id });
  expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
  return made;
}

async function post(url: string, body: object, headers: Record<string, string> = {}) {
  const answer = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: (await answer.json().catch(() => null)) as unknown };
}

/** What has arrived outside since the last time, once there is as much as is waited for. */
async function arrived(count: number) {
  await expect.poll(() => receiver.received.length, { timeout: 20_000 }).toBeGreaterThanOrEqual(count);
  return receiver.received.splice(0).map(({ method, path, body }) => ({
    call: `${method} ${path}`,
    body: body === "" ? null : (JSON.parse(body) as unknown),
  }));
}

/** Longest that the calls of a node may take, all attempts and the pauses between them included, in seconds. */
function longestOf({ type, config, retry }: WorkflowNode): number {
  if (definitions[type as keyof typeof definitions].effects !== "outside") return 0;
  const { timeoutSeconds = 30, repairs = type === "ai" ? 1 : 0 } = config as {
    timeoutSeconds?: number;
    repairs?: number;
  };
  const { attempts = 1, delaySeconds = 1, factor = 2 } = retry ?? {};
  const pauses = Array.from({ length: attempts - 1 }, (_, index) => 1.1 * delaySeconds * factor ** index);
  return attempts * (1 + repairs) * timeoutSeconds + pauses.reduce((sum, pause) => sum + pause, 0);
}

describe("the templates", () => {
  it("leave room for the answer that a sender waits for, whatever hangs", () => {
    const waitedFor = templates.filter(({ mode }) => mode === "sync");
    expect(waitedFor.length).toBeGreaterThan(0);
    for (const { key, document } of waitedFor) {
      const { trigger, nodes } = document("en");
      const { sync } = trigger.config as { sync?: { timeoutSeconds?: number } };
      const longest = Object.values(nodes).reduce((sum, node) => sum + longestOf(node), 0);
      expect(longest, key).toBeLessThanOrEqual((sync?.timeoutSeconds ?? 30) - 5);
    }
  });

  it("are listed with what they are for, in both languages", async () => {
    const { items } = await client.templates.list();
    expect(items.map(({ key }) => key)).toEqual(templates.map(({ key }) => key));
    for (const { key, title, description } of items) {
      expect([title.en === title.fr, description.fr.length > 30]).toEqual([false, true]);
      const [english, french] = await Promise.all(
        (["en", "fr"] as const).map((language) => client.templates.get({ key, language })),
      );
      expect(french?.document.name).toBe(title.fr);
      expect(Object.keys(french?.document.nodes ?? {})).toEqual(Object.keys(english?.document.nodes ?? {}));
    }
    await expect(client.templates.get({ key: "none" })).rejects.toMatchObject({ code: "template-not-found" });
  });

  it("payment callback: 200 for a paid order, 422 for another, and nothing without the password", async () => {
    const { hookUrl } = await published("payment-callback");
    const authorization = `Basic ${Buffer.from(`provider:${secret}`).toString("base64")}`;
    const paid = { transaction_id: "tx-1", status: "paid", amount: 250.5 };
    expect((await post(hookUrl, paid)).status).toBe(401);
    expect(await post(hookUrl, paid, { authorization })).toEqual({
      status: 200,
      body: { ok: true, transaction: "tx-1", amount: 250.5 },
    });
    expect(
      await post(hookUrl, { ...paid, transaction_id: "tx-2", status: "open" }, { authorization }),
    ).toEqual({
      status: 422,
      body: { ok: false, reason: "The status is open" },
    });
    const after = await post(hookUrl, { ...paid, transaction_id: "tx-2" }, { authorization });
    expect([after.status, after.body]).toMatchObject([200, { transaction: "tx-2" }]);
  });

  it("import alert: a failed import is told, and no other", async () => {
    const { hookUrl } = await published("import-alert");
    await post(hookUrl, { event: "import.finished", data: {} });
    await post(hookUrl, {
      event: "import.failed",
      data: { import_name: "Spring", error: "No SKU", rows_failed: 12 },
    });
    expect(await arrived(1)).toEqual([
      { call: "POST /incoming", body: { text: "Import “Spring” failed: No SKU (12 rows)" } },
    ]);
  });

  it("CRM sync: a known contact is updated, an unknown one created", async () => {
    const { hookUrl } = await published("crm-sync");
    await post(hookUrl, { email: "ada@x.example", name: "Ada", company: "AE" });
    expect(await arrived(2)).toMatchObject([
      { call: "GET /api/contacts?email=ada%40x.example" },
      { call: "PATCH /api/contacts/c7", body: { email: "ada@x.example", name: "Ada", company: "AE" } },
    ]);
    // What the sender leaves out stays as the CRM knows it.
    await post(hookUrl, { email: "ada@x.example", company: "B" });
    const [, partly] = await arrived(2);
    expect(partly?.body).toEqual({ email: "ada@x.example", company: "B" });
    await post(hookUrl, { email: "new@x.example" });
    const [, created] = await arrived(2);
    expect(created).toEqual({ call: "POST /api/contacts", body: { email: "new@x.example" } });
  });

  it("event router: each kind goes to its address, what nobody asked for ends well", async () => {
    const { id, hookUrl } = await published("event-router");
    await post(hookUrl, { id: "e1", type: "order.paid", data: { order: "A" } });
    expect(await arrived(1)).toMatchObject([
      { call: "POST /orders", body: { id: "e1", data: { order: "A" } } },
    ]);
    await post(hookUrl, { id: "e2", type: "customer.gone" });
    expect(await arrived(1)).toMatchObject([{ call: "POST /customers" }]);
    await post(hookUrl, { id: "e3", type: "weather.changed" });
    const statuses = async () =>
      (await client.executions.list({ workflowId: id })).items.map(({ status }) => status);
    await expect.poll(statuses, { timeout: 20_000 }).toEqual(["succeeded", "succeeded", "succeeded"]);
    expect(receiver.received).toEqual([]);
  });

  it("approval: the shop is called once a person has agreed, and not when not", async () => {
    const { hookUrl } = await published("approval");
    const open = async () => (await client.approvals.list({ state: "open" })).items;
    await post(hookUrl, { order_id: "A-17", customer: "Ada", amount: 120 });
    await expect
      .poll(async () => (await open()).map(({ title }) => title), { timeout: 20_000 })
      .toEqual(["Refund A-17?"]);
    for (const { id } of await open()) await client.approvals.decide({ id, approved: true });
    expect(await arrived(1)).toMatchObject([
      { call: "POST /refunds", body: { order: "A-17", amount: 120, approvedBy: expect.any(String) } },
    ]);
    await post(hookUrl, { order_id: "A-18", customer: "Bo", amount: 1 });
    await expect.poll(async () => (await open()).length, { timeout: 20_000 }).toBe(1);
    for (const { id } of await open()) await client.approvals.decide({ id, approved: false, comment: "no" });
    await expect
      .poll(
        async () => (await client.executions.list({ status: "succeeded", limit: 1 })).items[0]?.finishedAt,
        {
          timeout: 20_000,
        },
      )
      .toBeTruthy();
    expect(receiver.received).toEqual([]);
  });

  it("GitHub push: a signed push is told, a ping and a forged one are not", async () => {
    const { hookUrl } = await published("github-push");
    const push = {
      ...{ ref: "refs/heads/main", compare: "https://github.com/o/a/compare/1", pusher: { name: "ada" } },
      repository: { full_name: "o/a" },
      commits: [{ message: "Mend the door\n\nlong" }, { message: "Paint it" }],
    };
    const signed = (body: object, event: string, key = secret) => ({
      "x-github-event": event,
      "x-github-delivery": event,
      "x-hub-signature-256": `sha256=${createHmac("sha256", key).update(JSON.stringify(body)).digest("hex")}`,
    });
    expect((await post(hookUrl, push, signed(push, "push", "wrong"))).status).toBe(401);
    expect((await post(hookUrl, { zen: "x" }, signed({ zen: "x" }, "ping"))).status).toBe(200);
    await post(hookUrl, push, signed(push, "push"));
    const [told] = await arrived(1);
    expect(told?.call).toBe("POST /incoming");
    expect(JSON.stringify(told?.body)).toContain(
      String.raw`ada pushed 2 commits to o/a (refs/heads/main): https://github.com/o/a/compare/1\nMend the door\nPaint it`,
    );
  });
});
