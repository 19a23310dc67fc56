import type { WorkflowDocument } from "@sluice/workflow/document";
import { afterAll, beforeAll, expect, it } from "vitest";
import { answeringDocument } from "../testing/documents.ts";
import { startTestApp, type TestApp } from "../testing/start-app.ts";

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

const withTrigger = (config: WorkflowDocument["trigger"]["config"]) =>
  answeringDocument({ trigger: { type: "webhook", config } });

async function published(config: WorkflowDocument["trigger"]["config"]) {
  const made = await app.call("POST", "/workflows", { document: withTrigger(config) });
  const workflow = (await made.json()) as { id: string; hookUrl: string; revision: number };
  expect((await app.call("POST", `/workflows/${workflow.id}/publish`, {})).status).toBe(200);
  return workflow;
}

const post = (url: string, body: unknown) =>
  fetch(url, { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" } });

it("the API shows the draft's documentation, public or not, in both languages", async () => {
  const { id, hookUrl } = await published({ docs: { public: false, description: "<i>For shops</i>" } });
  expect((await fetch(`${hookUrl}/docs`)).status).toBe(404);
  const told = (await (await app.call("GET", `/workflows/${id}/docs?language=fr`)).json()) as Record<
    string,
    never
  >;
  expect(told.html).toContain('<html lang="fr">');
  expect(told.html).toContain("&#60;i&#62;For shops");
  expect(told.openapi).toMatchObject({ openapi: "3.1.0", servers: [{ url: app.baseUrl }] });
  expect((await app.call("GET", "/workflows/nothing/docs")).status).toBe(404);
  expect((await fetch(`${app.baseUrl}/api/v1/workflows/${id}/docs`)).status).toBe(401);
});

it("a published page is public at once, with the address that senders use", async () => {
  const { hookUrl } = await published({ docs: { public: true } });
  const page = await fetch(`${hookUrl}/docs`);
  expect([page.status, page.headers.get("content-security-policy")]).toEqual([200, "sandbox"]);
  expect(await page.text()).toContain(hookUrl);
});

it("the API tells of drift until the draft has learned of it, or it is forgotten", async () => {
  const examples = { body: '{"id":"a"}' };
  const { id, hookUrl, revision } = await published({ examples });
  const drift = async () => {
    const { items } = (await (await app.call("GET", `/workflows/${id}/drift`)).json()) as {
      items: { path: string }[];
    };
    return items.map(({ path }) => path);
  };
  const sent = await post(hookUrl, { id: "a", more: 1, other: "x" });
  const [{ lastDeliveryId }] = (
    (await (await app.call("GET", `/workflows/${id}/drift`)).json()) as {
      items: [{ lastDeliveryId: string }];
    }
  ).items;
  expect(lastDeliveryId).toBe(sent.headers.get("sluice-delivery-id"));
  expect(await drift()).toEqual(["more", "other"]);
  const variables = [{ key: "more", from: "body", path: "more", type: "integer" }];
  const saved = await app.call("PUT", `/workflows/${id}`, {
    revision,
    document: withTrigger({ examples, variables }),
  });
  expect(saved.status).toBe(200);
  expect(await drift()).toEqual(["other"]);
  expect((await app.call("DELETE", `/workflows/${id}/drift`)).status).toBe(204);
  expect(await drift()).toEqual([]);
});

it("a schema that cannot be used stops publishing, with its place", async () => {
  const made = await app.call("POST", "/workflows", {
    document: withTrigger({ contract: { schema: { properties: { a: { pattern: "(?<=x)" } } } } }),
  });
  const { id } = (await made.json()) as { id: string };
  const refused = await app.call("POST", `/workflows/${id}/publish`, {});
  expect(refused.status).toBe(422);
  expect(await refused.json()).toMatchObject({
    findings: [
      { code: "invalid-schema", at: ["trigger", "config", "contract", "schema", "properties", "a"] },
    ],
  });
});

it("a status address answers through the whole server", async () => {
  const { hookUrl } = await published({});
  const document = answeringDocument({
    nodes: { answer: { type: "response", config: { kind: "text", body: "{{ request.statusUrl }}" } } },
  });
  const made = (await (await app.call("POST", "/workflows", { document })).json()) as {
    id: string;
    hookUrl: string;
  };
  await app.call("POST", `/workflows/${made.id}/publish`, {});
  const url = await (await post(made.hookUrl, {})).text();
  expect(url.startsWith(`${made.hookUrl}/executions/exe_`)).toBe(true);
  expect(await (await fetch(url)).json()).toMatchObject({
    status: "succeeded",
    answer: { status: 200, body: url },
  });
  expect((await fetch(url.replace(made.hookUrl, hookUrl))).status).toBe(404);
});
