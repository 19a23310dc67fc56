import { createClient, ProblemError } from "@sluice/api/client";
import { problemSchema } from "@sluice/api/schemas";
import { ulid } from "ulid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { answeringDocument } from "../testing/documents.ts";
import { startTestApp, type TestApp } from "../testing/start-app.ts";

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

const json = { "content-type": "application/json" };
const send = (
  method: string,
  path: string,
  body?: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = json,
) =>
  fetch(`${app.baseUrl}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${app.token}`, ...headers },
    ...(body === undefined ? {} : { body }),
  });

/** The problem of an answer, with all that every problem promises. */
async function problemOf(answer: Response) {
  expect(answer.headers.get("content-type")).toBe("application/problem+json");
  expect(answer.headers.get("cache-control")).toBe("no-store");
  expect(answer.headers.get("x-powered-by")).toBeNull();
  const text = await answer.text();
  expect(text).not.toMatch(/\bat .+\.(ts|js|mjs):\d+|node_modules|SQLITE/);
  const problem = problemSchema.parse(JSON.parse(text));
  expect(problem.status).toBe(answer.status);
  return problem;
}

const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`;
const withConfig = (config: string) =>
  `{"document":{"format":1,"name":"n","mode":"async","trigger":{"type":"webhook","config":${config}},"nodes":{},"edges":[]}}`;

describe("the API refuses, as a problem", () => {
  it.each([
    ["an unknown path", "GET", "/nothing", undefined, 404, "path-not-found"],
    ["a path that is not one", "GET", "/workflows/%E0%A4%A", undefined, 404, "path-not-found"],
    ["an unknown workflow", "GET", "/workflows/nothing", undefined, 404, "workflow-not-found"],
    ["an unknown version", "GET", "/workflows/nothing/versions/1", undefined, 404, "workflow-not-found"],
    ["an unknown delivery", "GET", "/deliveries/nothing", undefined, 404, "delivery-not-found"],
    ["an unknown execution", "GET", "/executions/nothing", undefined, 404, "execution-not-found"],
    ["an unknown token", "DELETE", "/tokens/nothing", undefined, 404, "token-not-found"],
    ["a version that is no number", "GET", "/workflows/a/versions/one", undefined, 400, "invalid-request"],
    ["a limit out of bounds", "GET", "/workflows?limit=201", undefined, 400, "invalid-request"],
    ["a cursor that no list gave", "GET", "/workflows?cursor=x", undefined, 400, "invalid-request"],
    ["the same of executions", "GET", "/executions?cursor=x", undefined, 400, "invalid-request"],
    ["one of another list", "GET", `/deliveries?cursor=exe_${ulid()}`, undefined, 400, "invalid-request"],
    ["one that is cut off", "GET", "/approvals?cursor=apr_01ARZ3NDEK", undefined, 400, "invalid-request"],
    [
      "one with more behind it",
      "GET",
      `/executions?cursor=exe_${ulid()}_`,
      undefined,
      400,
      "invalid-request",
    ],
    ["a filter that it does not know", "GET", "/executions?workflow=wf_1", undefined, 400, "invalid-request"],
    ["a setting that it does not know", "POST", "/tokens", '{"nmae":"n"}', 400, "invalid-request"],
    ["an unknown verdict", "GET", "/deliveries?verdict=maybe", undefined, 400, "invalid-request"],
    ["broken JSON", "POST", "/workflows", '{"document":', 400, "malformed-json"],
    ["JSON nested too deep", "POST", "/workflows", nested(513), 400, "json-too-deep"],
    ["a body that is no object", "POST", "/workflows", "[1]", 400, "invalid-request"],
    [
      "a body that is no object, where all may be left out",
      "POST",
      "/executions/a/retry",
      "[]",
      400,
      "invalid-request",
    ],
    ["a body that is null", "POST", "/executions/a/retry", "null", 400, "invalid-request"],
    [
      "a field that a retry does not have",
      "POST",
      "/executions/a/retry",
      '{"form":"failed"}',
      400,
      "invalid-request",
    ],
    ["no body where one is needed", "POST", "/workflows", undefined, 400, "invalid-request"],
    ["a call without its document", "POST", "/workflows", "{}", 400, "invalid-request"],
    ["another format", "POST", "/workflows", '{"document":{"format":2}}', 422, "invalid-document"],
    [
      "a document nested deeper than 64",
      "POST",
      "/workflows",
      withConfig(nested(63)),
      422,
      "invalid-document",
    ],
    [
      "a document over 5 MiB",
      "POST",
      "/workflows",
      withConfig(`{"a":"${"x".repeat(5 * 1024 * 1024)}"}`),
      422,
      "invalid-document",
    ],
    [
      "a body over every bound",
      "POST",
      "/workflows",
      withConfig(`{"a":"${"x".repeat(9 * 1024 * 1024)}"}`),
      413,
      "body-too-large",
    ],
    [
      "an edge to a node that is not there",
      "POST",
      "/workflows",
      JSON.stringify({ document: answeringDocument({ nodes: {} }) }),
      422,
      "invalid-document",
    ],
  ])("%s", async (_what, method, path, body, status, code) => {
    const problem = await problemOf(await send(method, path, body, body === undefined ? {} : json));
    expect([problem.status, problem.code]).toEqual([status, code]);
  });

  it("a wrong method, with those that are allowed", async () => {
    const answer = await send("PATCH", "/workflows/x");
    expect(answer.headers.get("allow")).toBe("GET, PUT, DELETE");
    expect(await problemOf(answer)).toMatchObject({ code: "method-not-allowed", status: 405 });
  });

  it.each([
    ["text", { "content-type": "text/plain" }],
    ["no type", {}],
    ["another charset", { "content-type": "application/json; charset=latin1" }],
    ["compression", { ...json, "content-encoding": "gzip" }],
  ])("a body with %s", async (_what, headers) => {
    const body = new TextEncoder().encode("{}");
    expect(await problemOf(await send("POST", "/workflows", body, headers))).toMatchObject({
      code: "unsupported-media-type",
    });
  });

  it("bytes that are not UTF-8", async () => {
    const body = new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d]);
    expect(await problemOf(await send("POST", "/workflows", body))).toMatchObject({
      code: "malformed-json",
      line: 1,
      column: 3,
    });
  });

  it("a broken document, naming every place in it", async () => {
    const document = { ...answeringDocument(), mode: "later", edges: [{ from: "trigger", to: "a b" }] };
    const problem = await problemOf(
      await send("PUT", "/workflows/x", JSON.stringify({ revision: 1, document })),
    );
    expect(problem).toMatchObject({ code: "invalid-document" });
    expect(problem.issues?.map(({ at }) => at)).toEqual([["mode"], ["edges", 0, "to"]]);
  });

  it("a call that is wrong around a good document", async () => {
    const problem = await problemOf(
      await send("PUT", "/workflows/x", JSON.stringify({ document: answeringDocument() })),
    );
    expect(problem).toMatchObject({ code: "invalid-request", issues: [{ at: ["revision"] }] });
  });

  it("a name in the address of a call that reads its body only", async () => {
    const problem = await problemOf(await send("DELETE", "/credentials/x?force=true", ""));
    expect(problem).toMatchObject({ code: "invalid-request", issues: [{ at: ["force"] }] });
  });

  it("reserved names, and keeps its objects clean of them", async () => {
    const nodes = `{"__proto__":{"type":"set","config":{}},"constructor":{"type":"set","config":{}}}`;
    const body = `{"__proto__":{"polluted":1},"document":{"format":1,"name":"n","mode":"async","trigger":{"type":"webhook","config":{"__proto__":{"x":1}}},"nodes":${nodes},"edges":[]}}`;
    expect(await problemOf(await send("POST", "/workflows", body))).toMatchObject({
      code: "invalid-document",
    });
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it("what is left when the caller leaves in the middle of a body, without a word in the log", async () => {
    const before = app.log();
    const abort = new AbortController();
    const stream = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('{"document":'));
        setTimeout(() => abort.abort(), 50);
      },
    });
    const init = {
      method: "POST",
      headers: { ...json, authorization: `Bearer ${app.token}` },
      body: stream,
      duplex: "half",
    };
    await expect(
      fetch(`${app.baseUrl}/api/v1/workflows`, { ...init, signal: abort.signal } as RequestInit),
    ).rejects.toThrow();
    expect((await send("GET", "/workflows")).status).toBe(200);
    expect(app.log().slice(before.length)).not.toContain('"level":50');
  });
});

describe("the API answers", () => {
  it("health without a token, and nothing more than it has to", async () => {
    const live = await fetch(`${app.baseUrl}/health/live`);
    expect([live.status, await live.json()]).toEqual([200, { status: "ok" }]);
    const ready = await fetch(`${app.baseUrl}/health/ready`);
    expect([ready.status, await ready.json()]).toEqual([
      200,
      { status: "ok", checks: { database: "ok", migrations: "ok", queue: "ok", accepting: "ok" } },
    ]);
  });

  it("the typed client, whose errors carry the problem", async () => {
    const client = createClient({
      baseUrl: app.baseUrl,
      headers: () => ({ authorization: `Bearer ${app.token}` }),
    });
    const made = await client.workflows.create({ document: answeringDocument({ name: "By client" }) });
    expect(await client.workflows.get({ id: made.id })).toEqual(made);
    expect((await client.workflows.list({ q: "by CLIENT", limit: 1 })).items).toHaveLength(1);
    const error: unknown = await client.workflows.get({ id: "nothing" }).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ProblemError);
    expect(error).toMatchObject({ problem: { code: "workflow-not-found", status: 404 } });
    await client.workflows.delete({ id: made.id });
    expect((await client.workflows.list({ q: "by client" })).items).toEqual([]);
  });

  it("what can be drawn, as plain JSON with forms", async () => {
    const { items } = (await (await send("GET", "/node-types")).json()) as {
      items: { type: string; form: unknown[] }[];
    };
    expect(items.map(({ type }) => type)).toEqual(expect.arrayContaining(["condition", "response", "set"]));
    expect(items.find(({ type }) => type === "condition")?.form.length).toBeGreaterThan(0);
  });

  it("the variables of pasted examples", async () => {
    const answer = await send(
      "POST",
      "/variables/parse",
      JSON.stringify({ query: "?a=1", body: '{"b":{"c":2}}' }),
    );
    expect(await answer.json()).toMatchObject({
      variables: [{ key: "b" }, { key: "b_c" }, { key: "a" }],
      problems: [],
    });
  });

  it("in the editor's place every path that is no file, and no other method", async () => {
    const page = await fetch(`${app.baseUrl}/workflows/x/edit`, { headers: { accept: "text/html" } });
    expect(page.headers.get("content-type")).toContain("text/html");
    expect(page.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
    expect(page.headers.get("cache-control")).toBe("no-cache");
    expect((await fetch(`${app.baseUrl}/missing.js`)).status).toBe(404);
    expect((await fetch(`${app.baseUrl}/..%2f..%2fpackage.json`)).status).toBe(404);
    expect((await fetch(`${app.baseUrl}/workflows`, { method: "POST" })).status).toBe(404);
  });
});
