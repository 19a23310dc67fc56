import { createClient } from "@sluice/api/client";
import type { WorkflowDocument } from "@sluice/workflow/document";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestApp, type TestApp } from "../testing/start-app.ts";
import { type Receiver, startReceiver } from "./testing/receiver.ts";

/*
 * From a webhook through the engine to another system and back: all of it real.
 */
let app: TestApp;
let receiver: Receiver;
let client: ReturnType<typeof createClient>;
let attempts = 0;
beforeAll(async () => {
  receiver = await startReceiver(({ path, headers, body }, response) => {
    response.setHeader("content-type", "application/json");
    if (path === "/flaky") {
      attempts += 1;
      if (attempts < 3) response.writeHead(503, { "retry-after": "0" });
    }
    response.end(JSON.stringify({ key: headers["x-api-key"] ?? null, got: body }));
  });
  app = await startTestApp({ environment: { SLUICE_ALLOW_NETWORKS: "127.0.0.1" } });
  client = createClient({ baseUrl: app.baseUrl, headers: () => ({ authorization: `Bearer ${app.token}` }) });
});
afterAll(async () => {
  await app.stop();
  await receiver.close();
});

async function publish(config: Record<string, unknown>, more: object = {}) {
  const document = {
    ...{ format: 1, name: "Reaches out", mode: "sync", trigger: { type: "webhook", config: {} } },
    nodes: {
      call: { type: "http", config, ...more },
      answer: {
        type: "response",
        config: { body: { status: "{{ steps.call.status }}", body: "{{ steps.call.body }}" } },
      },
    },
    edges: [
      { from: "trigger", to: "call" },
      { from: "call", to: "answer" },
    ],
  } as WorkflowDocument;
  const workflow = await client.workflows.create({ document });
  await client.workflows.publish({ id: workflow.id });
  return workflow;
}

async function post(hookUrl: string) {
  const answer = await fetch(hookUrl, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: '{"id":7}',
  });
  const id = answer.headers.get("sluice-execution-id") ?? "";
  const body = (await answer.json()) as { status: number; body: { key: string | null; got: string } };
  return { status: answer.status, body, id };
}

describe("a workflow that reaches out", () => {
  it("sends a credential, answers with what came back, and keeps the secret out of its records", async () => {
    const { id } = await client.credentials.create({
      name: "Shop",
      hosts: ["127.0.0.1"],
      auth: { type: "header", name: "x-api-key", value: "canary-8d1e07" },
    });
    const workflow = await publish({
      ...{ method: "POST", url: `${receiver.url}/orders`, credential: { credential: id } },
      ...{ bodyKind: "json", body: { id: "{{ request.body.id }}" } },
    });

    const answer = await post(workflow.hookUrl);

    expect(answer).toMatchObject({ status: 200, body: { status: 200, body: { got: '{"id":7}' } } });
    expect(receiver.received.at(-1)?.headers).toMatchObject({ "x-api-key": "canary-8d1e07" });
    expect(receiver.received.at(-1)?.headers["idempotency-key"]).toContain(answer.id);
    // The other side has told the key back: no record has it all the same.
    const records = JSON.stringify(await client.executions.get({ id: answer.id }));
    expect(records).not.toContain("canary-8d1e07");
    expect(records).toContain("[redacted]");
    expect(app.log()).not.toContain("canary-8d1e07");
  });

  it("is tried again as long as the node says, with the same idempotency key", async () => {
    const before = receiver.received.length;
    const workflow = await publish(
      { method: "POST", url: `${receiver.url}/flaky` },
      { retry: { attempts: 3, delaySeconds: 0.01, on: ["5xx"] } },
    );

    expect(await post(workflow.hookUrl)).toMatchObject({ status: 200, body: { status: 200 } });

    const keys = receiver.received.slice(before).map(({ headers }) => headers["idempotency-key"]);
    expect(keys).toHaveLength(3);
    expect(new Set(keys).size).toBe(1);
  });

  it("fails where it may not go, and says so", async () => {
    const connections = receiver.connections;
    const workflow = await publish({ url: receiver.url.replace("127.0.0.1", "127.0.0.2") });

    const answer = await post(workflow.hookUrl);

    expect(answer.status).toBe(500);
    const { error } = await client.executions.get({ id: answer.id });
    expect(error).toMatchObject({ code: "address-refused", node: "call" });
    expect(receiver.connections).toBe(connections);
  });

  it("fails when its credential was deleted", async () => {
    const { id } = await client.credentials.create({ name: "Gone", auth: { type: "bearer", token: "t" } });
    const workflow = await publish({ url: receiver.url, credential: { credential: id } });
    await client.credentials.delete({ id, force: true });

    const answer = await post(workflow.hookUrl);

    expect((await client.executions.get({ id: answer.id })).error).toMatchObject({
      code: "credential-missing",
    });
  });
});
