import type { JsonObject } from "@sluice/workflow/node-contract";
import { guardedDocument } from "../../testing/documents.ts";
import type { TestApp } from "../../testing/start-app.ts";

/** The account of every fixture. */
export const account = { email: "ana@example.com", password: "correct horse battery 9" };
/** What `Guarded` asks its sender for. */
export const sender = { username: "bob", password: "s3cret" };
export const fixtureKey = "the key of all fixtures, which guards nothing";

const webhook = { type: "webhook", config: {} };
const alone = { format: 1, mode: "async", edges: [] };

/** Waits for a person, as long as it takes. */
const asking = {
  ...{ ...alone, name: "Asks", trigger: webhook, edges: [{ from: "trigger", to: "ask" }] },
  nodes: { ask: { type: "wait", config: { for: "approval", title: "Refund order 1?" } } },
};
const failing = {
  ...{ ...alone, name: "Fails", trigger: webhook, edges: [{ from: "trigger", to: "no" }] },
  nodes: { no: { type: "end", config: { status: "failed", message: "as drawn" } } },
};
const scheduled = {
  ...{ ...alone, name: "Yearly", nodes: {} },
  trigger: { type: "schedule", config: { cron: "0 0 1 1 *", timeZone: "Europe/Paris" } },
};
const holding = {
  ...alone,
  name: "Held",
  nodes: {},
  trigger: { type: "webhook", config: { whenPaused: "hold" } },
};

/** Fills an empty installation over its API, as people do: something of everything that is kept. */
export async function fillInstallation(app: TestApp): Promise<void> {
  const guarded = await publish(app, guardedDocument(sender.password));
  await insist(app, "PUT", `/workflows/${guarded.id}/placement`, { folder: "Shop/Payments", tags: ["live"] });
  const document = guardedDocument(sender.password);
  await insist(app, "PUT", `/workflows/${guarded.id}`, {
    revision: 1,
    document: { ...document, description: "v2" },
  });
  await insist(app, "POST", `/workflows/${guarded.id}/publish`, { note: "second" });
  await insist(app, "POST", `/workflows/${guarded.id}/tests`, {
    test: { name: "answers", request: { body: "{}" }, expect: { status: 200 } },
  });
  await post(guarded.url, { authorization: basic(sender) });
  await post(guarded.url, { authorization: basic({ ...sender, password: "wrong" }) });

  await post((await publish(app, asking)).url);
  await post((await publish(app, failing)).url);
  await publish(app, scheduled);
  const held = await publish(app, holding);
  await insist(app, "POST", `/workflows/${held.id}/pause`, {});
  await post(held.url);

  const auth = { type: "bearer", token: "t0ken" };
  await insist(app, "POST", "/credentials", { name: "Shop", hosts: ["api.example.com"], auth });
  await insist(app, "POST", "/webhooks", {
    ...{ url: "https://subscriber.example/hook", events: ["order.paid"], active: false },
    headers: [{ name: "x-key", value: "v" }],
  });
  await insist(app, "POST", "/events", { event: "order.paid", id: "evt_order_1", payload: { order: 1 } });
  await insist(app, "PUT", "/settings", { retention: { days: null, perWorkflow: null } });
}

/** What a sender sends along. */
export const basic = ({ username, password }: typeof sender): string =>
  `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;

async function publish(app: TestApp, document: object): Promise<{ id: string; url: string }> {
  const made = await insist(app, "POST", "/workflows", { document });
  const id = String(made.id);
  await insist(app, "POST", `/workflows/${id}/publish`, {});
  const path = made.hookUrl === null ? "" : new URL(String(made.hookUrl)).pathname;
  return { id, url: `${app.baseUrl}${path}` };
}

async function insist(app: TestApp, method: string, path: string, body: unknown): Promise<JsonObject> {
  const answer = await app.call(method, path, body);
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return JSON.parse(text || "{}") as JsonObject;
}

async function post(url: string, headers: Record<string, string> = {}): Promise<void> {
  const all = { "content-type": "application/json", ...headers };
  await (await fetch(url, { method: "POST", body: '{"order":1}', headers: all })).arrayBuffer();
}
