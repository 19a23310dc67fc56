import { shippedKeys, type WholeConnector } from "@sluice/api/schemas";
import { connectorOperationSchema, nodeOfOperation, withParameter } from "@sluice/workflow/connectors";
import type { JsonObject } from "@sluice/workflow/node-contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Received, type Receiver, startReceiver } from "../outgoing/testing/receiver.ts";
import { startTestApp, type TestApp } from "../testing/start-app.ts";
import { createReader } from "./read-in-thread.ts";

let app: TestApp;
let other: Receiver;
let documents: Record<string, { status?: number; body: string; location?: string }> = {};

beforeAll(async () => {
  app = await startTestApp({ environment: { SLUICE_ALLOW_NETWORKS: "127.0.0.0/8" } });
  other = await startReceiver((request, response) => {
    const document = documents[request.path];
    if (document) {
      response.statusCode = document.status ?? 200;
      if (document.location) response.setHeader("location", document.location);
      return response.end(document.body);
    }
    const answer = provider(request);
    response.writeHead(answer.status, { "content-type": "application/json" });
    return response.end(JSON.stringify(answer.body));
  });
});
afterAll(async () => {
  await app.stop();
  await other.close();
});

/** Answers as the documentation of the four providers says, and refuses what is not sent as it says. */
function provider({ method, path, headers, body }: Received): { status: number; body: object } {
  const called = `${method} ${path}`;
  const isJson = headers["content-type"]?.startsWith("application/json");
  switch (called) {
    case "POST /v1/payment_intents": {
      const form = new URLSearchParams(body);
      const taken =
        headers["content-type"] === "application/x-www-form-urlencoded" && headers["idempotency-key"];
      if (!taken || !/^\d+$/.test(form.get("amount") ?? "") || form.get("metadata[order_id]") === null) {
        return { status: 400, body: { error: { type: "invalid_request_error" } } };
      }
      return {
        status: 200,
        body: { id: "pi_1", object: "payment_intent", amount: Number(form.get("amount")) },
      };
    }
    case "POST /crm/v3/objects/contacts": {
      const { properties } = isJson ? JSON.parse(body) : {};
      if (typeof properties?.email !== "string") return { status: 400, body: { status: "error" } };
      return { status: 201, body: { id: "51", properties } };
    }
    case "PATCH /services/data/v62.0/sobjects/Account/CrmId__c/17":
      return isJson && JSON.parse(body).Name === "Acme"
        ? { status: 201, body: { id: "001", success: true, created: true } }
        : { status: 400, body: { errorCode: "JSON_PARSER_ERROR" } };
    case "POST /api/chat.postMessage": {
      const { channel, text } = isJson ? JSON.parse(body) : {};
      const ok = headers.authorization === "Bearer xoxb-1" && channel === "C1" && typeof text === "string";
      return { status: 200, body: ok ? { ok, ts: "1.2" } : { ok: false, error: "invalid_auth" } };
    }
    default:
      return { status: 404, body: { error: called } };
  }
}

const json = async (answer: Response | Promise<Response>) => (await (await answer).json()) as never;
const shop = (more: object = {}, info: object = {}) => ({
  ...{ openapi: "3.1.0", info: { title: "Shop", version: "1", ...info }, servers: [{ url: "/v1" }] },
  paths: {
    "/orders": { get: { operationId: "list", summary: "List orders", responses: {} } },
    "/orders/{id}": { get: { operationId: "get", summary: "Get an order", responses: {} } },
    ...more,
  },
});
const text = (document: object) => ({ kind: "text", text: JSON.stringify(document) });

async function made(input: object): Promise<WholeConnector> {
  const answer = await app.call("POST", "/connectors", input);
  const body = (await answer.json()) as { connector: WholeConnector };
  expect(answer.status, JSON.stringify(body)).toBe(201);
  return body.connector;
}

describe("connectors that come with Sluice", () => {
  const calls: Readonly<
    Record<(typeof shippedKeys)[number], [string, string, Record<string, unknown>, object]>
  > = {
    stripe: [
      "",
      "createPaymentIntent",
      { amount: "1000", currency: "eur", "metadata[order_id]": "A-1" },
      { id: "pi_1", amount: 1000 },
    ],
    hubspot: [
      "",
      "createContact",
      { "properties.email": "ada@example.com" },
      { id: "51", properties: { email: "ada@example.com" } },
    ],
    salesforce: [
      "/services/data/v62.0",
      "upsertRecord",
      { sObject: "Account", externalField: "CrmId__c", externalValue: "17", body: { Name: "Acme" } },
      { success: true, created: true },
    ],
    slack: [
      "/api",
      "chat.postMessage",
      { channel: "C1", text: "Paid: {{ trigger.amount }}" },
      { ok: true, ts: "1.2" },
    ],
  };

  test.each(shippedKeys)(
    "%s: an operation, run by a workflow against a server that speaks its shape",
    async (key) => {
      // given
      const [path, id, values, expected] = calls[key];
      const connector = await made({ source: { kind: "shipped", key }, baseUrl: `${other.url}${path}` });
      expect(connector).toMatchObject({ id: key, ownBaseUrl: true, source: { kind: "shipped", key } });
      const got: { operation: unknown; connector: { baseUrl: string } } = await json(
        app.call("GET", `/connectors/${key}/operations/${id}`),
      );
      const operation = connectorOperationSchema.parse(got.operation);
      const auth = { type: "bearer", token: "xoxb-1" };
      const credential: { id: string } = await json(
        app.call("POST", "/credentials", { name: key, hosts: ["127.0.0.1"], auth }),
      );

      // when
      const node = nodeOfOperation({ id: key, baseUrl: got.connector.baseUrl }, operation);
      const filled = operation.parameters.reduce<JsonObject>((config, parameter) => {
        const value = values[parameter.name];
        return value === undefined
          ? config
          : withParameter(config, operation, { parameter, value: value as string });
      }, node.config);
      const config = { ...filled, credential: { credential: credential.id } };
      const output = await run(`call ${key}`, config);

      // then
      expect(output).toMatchObject({ body: expected });
      const all: { items: { key: string; connectorId: string | null }[] } = await json(
        app.call("GET", "/connectors/shipped"),
      );
      expect(all.items.find((one) => one.key === key)?.connectorId).toBe(key);
      const refused = await app.call("DELETE", `/connectors/${key}`);
      expect(await json(refused)).toMatchObject({
        code: "connector-in-use",
        usedBy: [{ node: "call", workflowName: `call ${key}` }],
      });
      expect((await app.call("DELETE", `/connectors/${key}`, { force: true })).status).toBe(204);
    },
  );

  async function run(name: string, config: JsonObject): Promise<unknown> {
    const document = {
      ...{ format: 1, name, mode: "async", trigger: { type: "webhook", config: {} } },
      nodes: { call: { type: "http", config } },
      edges: [{ from: "trigger", to: "call" }],
    };
    const workflow: { id: string } = await json(app.call("POST", "/workflows", { document }));
    const begun: { id: string } = await json(
      app.call("POST", `/workflows/${workflow.id}/run`, { version: "draft", input: { body: { amount: 3 } } }),
    );
    await expect
      .poll(
        async () => ((await json(app.call("GET", `/executions/${begun.id}`))) as { status: string }).status,
      )
      .toMatch(/succeeded|failed/);
    const ended: { steps: { node: string; output: unknown; error: unknown }[] } = await json(
      app.call("GET", `/executions/${begun.id}`),
    );
    const step = ended.steps.find(({ node }) => node === "call");
    expect(step?.error).toBeNull();
    return step?.output;
  }
});

describe("the life of a connector", () => {
  test("imported from a URL, found, imported again with what changed, renamed, deleted", async () => {
    // given
    documents = {
      "/spec.json": { status: 302, body: "", location: "/spec/v1.json" },
      "/spec/v1.json": { body: JSON.stringify(shop()) },
    };
    const source = { kind: "url", url: `${other.url}/spec.json` };
    const read: { operations: object[]; baseUrl: string; changes: unknown } = await json(
      app.call("POST", "/connectors/read", { source }),
    );
    expect(read).toMatchObject({ baseUrl: `${other.url}/v1`, changes: null, notices: [] });
    expect((await app.call("GET", "/connectors/shop")).status).toBe(404);

    // when
    const first = await made({ source });
    expect(first).toMatchObject({ id: "shop", name: "Shop", ownBaseUrl: false, source, operationCount: 2 });
    expect(await json(app.call("POST", "/connectors", { source }))).toMatchObject({
      code: "connector-name-taken",
    });
    expect((await made({ source, name: "Shop, test" })).id).toBe("shop-test");
    const found: { items: { id: string }[] } = await json(
      app.call("GET", "/connectors/operations?q=GET%20shop%20órders&limit=3"),
    );
    expect(found.items.map(({ id }) => id)).toEqual(["list", "get", "list"]);

    // then
    const document = {
      ...{ format: 1, name: "uses it", mode: "async", trigger: { type: "webhook", config: {} } },
      nodes: {
        call: {
          type: "http",
          name: "Get",
          config: { url: `${other.url}/v1/orders/1`, operation: { connector: "shop", operation: "get" } },
        },
      },
      edges: [{ from: "trigger", to: "call" }],
    };
    await app.call("POST", "/workflows", { document });
    const next = shop({
      "/orders": { get: { operationId: "list", summary: "List all orders", responses: {} } },
      "/pay": { post: { operationId: "pay", responses: {} } },
    });
    documents["/spec/v1.json"] = {
      body: JSON.stringify({ ...next, paths: { ...next.paths, "/orders/{id}": undefined } }),
    };
    const preview = await json(app.call("POST", "/connectors/read", { source, id: "shop" }));
    const changes = {
      ...{
        added: [{ id: "pay" }],
        removed: [{ id: "get" }],
        changed: [{ id: "list", summary: "List all orders" }],
      },
      ...{ baseUrl: null, left: [{ workflowName: "uses it", node: "call", nodeName: "Get" }] },
    };
    expect(preview).toMatchObject({ changes });
    const again = await json(app.call("POST", "/connectors/shop/import", {}));
    expect(again).toMatchObject({ changes, connector: { id: "shop", operationCount: 2 } });
    expect((again as { connector: WholeConnector }).connector.hash).not.toBe(first.hash);
    expect(await json(app.call("POST", "/connectors/shop/import", {}))).toMatchObject({
      changes: { added: [], removed: [], changed: [] },
    });
    expect(await json(app.call("GET", "/connectors/shop/operations/get"))).toMatchObject({
      code: "operation-not-found",
    });
    const renamed = { name: "The shop", baseUrl: "https://sandbox.example/v1/" };
    expect(await json(app.call("PATCH", "/connectors/shop", renamed))).toMatchObject({
      name: "The shop",
      baseUrl: "https://sandbox.example/v1",
      ownBaseUrl: true,
    });
    expect(await json(app.call("POST", "/connectors/shop/import", {}))).toMatchObject({
      connector: { name: "The shop", baseUrl: "https://sandbox.example/v1" },
    });
    expect((await app.call("DELETE", "/connectors/shop-test")).status).toBe(204);
    expect((await app.call("GET", "/connectors/shop-test")).status).toBe(404);
  });

  test("one from a text cannot be imported again without it, and keeps its id", async () => {
    await made({
      source: text({ ...shop(), servers: [] }),
      name: "Éclair & Co",
      baseUrl: "https://a.example/",
    });
    expect(await json(app.call("POST", "/connectors/eclair-co/import", {}))).toMatchObject({
      code: "invalid-request",
      issues: [{ at: ["source"] }],
    });
    const again = { source: text(shop({}, { version: "2" })), baseUrl: "https://b.example" };
    expect(await json(app.call("POST", "/connectors/eclair-co/import", again))).toMatchObject({
      connector: { version: "2", baseUrl: "https://b.example" },
      changes: { baseUrl: { from: "https://a.example", to: "https://b.example" } },
    });
  });
});

describe("a document that is not taken", () => {
  test.each([
    ["text", { kind: "text", text: "openapi: [" }, "invalid-openapi", /no YAML/],
    ["text without server", text({ ...shop(), servers: [] }), "invalid-openapi", /give the base URL/],
    [
      "a private address",
      { kind: "url", url: "http://169.254.169.254/latest/meta-data" },
      "openapi-not-fetched",
      /address-refused/,
    ],
    ["a file", { kind: "url", url: "file:///etc/passwd" }, "openapi-not-fetched", /invalid-url/],
    ["a status", { kind: "url", url: "/none" }, "openapi-not-fetched", /answered 404/],
    [
      "a redirect to a private address",
      { kind: "url", url: "/away" },
      "openapi-not-fetched",
      /address-refused/,
    ],
    ["too much", { kind: "url", url: "/large" }, "openapi-not-fetched", /response-too-large/],
    ["unknown", { kind: "shipped", key: "../../../etc/passwd" }, "invalid-request", /./],
  ])("%s: says why", async (_, source, code, reason) => {
    documents = {
      "/away": { status: 302, body: "", location: "http://10.0.0.1/spec.json" },
      "/large": { body: `{"x": "${"x".repeat(10 * 1024 * 1024)}"}` },
    };
    const url = "url" in source && source.url?.startsWith("/") ? { url: `${other.url}${source.url}` } : {};
    const answer = await app.call("POST", "/connectors", { source: { ...source, ...url } });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    const problem: { code: string; issues: { message: string }[] } = await json(answer);
    expect(problem.code).toBe(code);
    expect(problem.issues.map(({ message }) => message).join()).toMatch(reason);
  });

  test("what takes too long or too much memory is ended, and the next one is read", async () => {
    const slow = createReader({ timeoutMs: 1, memoryMb: 512 });
    await expect(slow({ text: JSON.stringify(shop()) })).rejects.toThrow(/took longer than/);
    const small = createReader({ timeoutMs: 60_000, memoryMb: 16 });
    const big = `{"openapi":"3.1.0","x":[${"{},".repeat(1_500_000)}{}]}`;
    await expect(small({ text: big })).rejects.toThrow(/takes more than 16 MB/);
    const read = await createReader()({ text: JSON.stringify(shop()), from: "https://a.example/x" });
    expect(read.content.operations).toHaveLength(2);
  });
});
