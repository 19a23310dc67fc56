import type { DeliverySummary } from "@sluice/api/schemas";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { documentOf, double, echo } from "./testing/documents.ts";
import { type OpenDoor, openDoor } from "./testing/open-door.ts";
import { raw } from "./testing/raw.ts";

let open: OpenDoor;
beforeAll(async () => {
  open = await openDoor({ door: { timeouts: { headersMs: 400, requestMs: 500 } } });
});
afterAll(() => open.close());

const json = { "content-type": "application/json" };

interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly headers?: Record<string, string>;
  readonly detail?: RegExp;
}

/** Whatever was refused: a problem document that names the delivery, and the delivery in the list. */
async function expectRefused(
  answer: Response,
  workflowId: string,
  wanted: Refusal,
): Promise<DeliverySummary> {
  const body = (await answer.json()) as { detail: string; deliveryId: string };
  expect(body).toMatchObject({
    status: wanted.status,
    code: wanted.code,
    type: `urn:sluice:problem:${wanted.code}`,
  });
  expect(answer.status).toBe(wanted.status);
  expect(answer.headers.get("content-type")).toBe("application/problem+json");
  expect(answer.headers.get("cache-control")).toBe("no-store");
  expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
  expect(answer.headers.get("content-security-policy")).toBe("sandbox");
  for (const [name, value] of Object.entries(wanted.headers ?? {}))
    expect(answer.headers.get(name)).toBe(value);
  if (wanted.detail) expect(body.detail).toMatch(wanted.detail);
  const id = answer.headers.get("sluice-delivery-id");
  expect(body.deliveryId).toBe(id);
  const listed = (await open.listed(workflowId)).find((delivery) => delivery.id === id);
  expect(listed).toMatchObject({
    verdict: "refused",
    reason: wanted.code,
    status: wanted.status,
    executionId: null,
  });
  expect(listed?.durationMs).toBeGreaterThanOrEqual(0);
  return listed as DeliverySummary;
}

describe("what is refused", () => {
  it.each(["GET", "PUT", "PATCH", "DELETE", "OPTIONS"])("%s: 405, Allow", async (method) => {
    const { id, url } = await open.workflow(double);
    const answer = await fetch(url, { method });
    await expectRefused(answer, id, { status: 405, code: "method-not-allowed", headers: { allow: "POST" } });
  });

  it("HEAD: 405 without a body", async () => {
    const { id, url } = await open.workflow(double);
    const answer = await fetch(url, { method: "HEAD" });
    expect([answer.status, answer.headers.get("allow"), await answer.text()]).toEqual([405, "POST", ""]);
    expect((await open.listed(id)).map(({ method, reason }) => [method, reason])).toEqual([
      ["HEAD", "method-not-allowed"],
    ]);
  });

  it.each<[string, string, Record<string, string>, Refusal]>([
    ["broken JSON", '{"a":\n 1,', json, { status: 400, code: "malformed-json", detail: /line 2, column 4/ }],
    ["white space alone", "  ", json, { status: 400, code: "malformed-json" }],
    ["too deep", "[".repeat(513) + "]".repeat(513), json, { status: 400, code: "json-too-deep" }],
    [
      "text",
      "a",
      { "content-type": "text/plain" },
      { status: 415, code: "unsupported-media-type", headers: { accept: "application/json" } },
    ],
    [
      "a form",
      "a=1",
      { "content-type": "application/x-www-form-urlencoded" },
      { status: 415, code: "unsupported-media-type" },
    ],
    [
      "another charset",
      "{}",
      { "content-type": "application/json; charset=latin1" },
      { status: 415, code: "unsupported-media-type", detail: /UTF-8/ },
    ],
    [
      "compressed in an unknown way",
      "{}",
      { ...json, "content-encoding": "zstd" },
      {
        ...{ status: 415, code: "unsupported-media-type" },
        headers: { "accept-encoding": "gzip, deflate, br, identity" },
      },
    ],
  ])("%s", async (_, body, headers, wanted) => {
    const { id, url } = await open.workflow(double);
    await expectRefused(await fetch(url, { method: "POST", body, headers }), id, wanted);
  });

  it("bad UTF-8: 400 with its place; the bytes are kept", async () => {
    const { id, url } = await open.workflow(double);
    const body = Buffer.from([0x22, 0x61, 0xff, 0x22]);
    const answer = await fetch(url, { method: "POST", body, headers: json });
    const listed = await expectRefused(answer, id, {
      status: 400,
      code: "malformed-json",
      detail: /UTF-8.*line 1, column 3/,
    });
    const delivery = await open.deliveries.get(listed.id);
    expect(delivery?.request).toMatchObject({
      body: body.toString("base64"),
      bodyEncoding: "base64",
      bodyBytes: 4,
    });
    expect(delivery?.problem).toMatchObject({ code: "malformed-json" });
  });

  it("a query that is too complex", async () => {
    const { id, url } = await open.workflow(double);
    const answer = await fetch(`${url}?${"a=1&".repeat(1001)}`, { method: "POST" });
    await expectRefused(answer, id, { status: 400, code: "query-too-complex" });
  });

  it("the contract: every violation", async () => {
    const variable = (key: string, type: string) => ({ key, from: "body", path: key, type, required: true });
    const variables = [variable("amount", "number"), variable("id", "string"), variable("fine", "string")];
    const { id, url } = await open.workflow(documentOf({ trigger: { variables } }));
    const answer = await fetch(url, { method: "POST", body: '{"amount":"lots","fine":"x"}', headers: json });
    expect(((await answer.clone().json()) as { violations: unknown }).violations).toEqual([
      { from: "body", path: "amount", expected: "number", got: "string" },
      { from: "body", path: "id", expected: "string", got: "missing" },
    ]);
    await expectRefused(answer, id, { status: 422, code: "contract-violation" });
  });

  it("a body that says it is too large, before it is read", async () => {
    const { id, path } = await open.workflow(documentOf({ trigger: { limits: { bodyBytes: 100 } } }));
    const head = `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 101\r\n\r\n`;
    const [answer] = await raw(open.port, [head], { answers: 1 });
    expect(answer).toMatchObject({ status: 413, headers: { connection: "close" } });
    expect(JSON.parse(answer?.body ?? "")).toMatchObject({ code: "body-too-large", limitBytes: 100 });
    expect((await open.listed(id))[0]).toMatchObject({ reason: "body-too-large", status: 413 });
  });

  it("a body that turns out too large, while it is read", async () => {
    const { id, path } = await open.workflow(documentOf({ trigger: { limits: { bodyBytes: 100 } } }));
    const head = `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`;
    const chunk = `40\r\n${"x".repeat(64)}\r\n`;
    const [answer] = await raw(open.port, [head, chunk, chunk], { answers: 1 });
    expect(answer).toMatchObject({ status: 413, headers: { connection: "close" } });
    expect((await open.listed(id))[0]).toMatchObject({ reason: "body-too-large" });
  });

  it("a body of exactly the limit is taken", async () => {
    const { url } = await open.workflow(documentOf({ trigger: { limits: { bodyBytes: 100 } } }));
    const body = `"${"x".repeat(98)}"`;
    expect((await fetch(url, { method: "POST", body, headers: json })).status).toBe(200);
    expect((await fetch(url, { method: "POST", body: `${body} `, headers: json })).status).toBe(413);
  });

  it("the sender of megabytes sees the answer, not a reset", async () => {
    const { url } = await open.workflow(double);
    const answer = await fetch(url, { method: "POST", body: `"${"x".repeat(3_000_000)}"`, headers: json });
    expect(answer.status).toBe(413);
  });

  it("a slow body: 408, and the connection closes", async () => {
    const { id, path } = await open.workflow(double);
    const head = `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n`;
    const [answer] = await raw(open.port, [head, "{"]);
    expect(answer?.status).toBe(408);
    expect((await open.listed(id))[0]).toMatchObject({ reason: "request-timeout", status: 408 });
  });

  it("slow headers: 408", async () => {
    const [answer] = await raw(open.port, ["POST /hooks/x HTTP/1.1\r\nHo"]);
    expect(answer?.status).toBe(408);
    expect(JSON.parse(answer?.body ?? "")).toMatchObject({ code: "request-timeout" });
  });

  it("a sender that goes away is recorded without an answer", async () => {
    const { id, path } = await open.workflow(double);
    const head = `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{`;
    await raw(open.port, [head], { waitMs: 100 });
    await vi.waitFor(async () => expect(await open.listed(id)).toHaveLength(1), 20_000);
    expect((await open.listed(id))[0]).toMatchObject({ reason: "request-aborted", status: null });
  });

  it.each<[string, string, number, string]>([
    [
      "an unknown Expect",
      "POST PATH HTTP/1.1\r\nHost: x\r\nExpect: tea\r\nContent-Length: 0\r\n\r\n",
      417,
      "expectation-failed",
    ],
    [
      "an unknown Expect elsewhere",
      "POST /x HTTP/1.1\r\nHost: x\r\nExpect: tea\r\nContent-Length: 0\r\n\r\n",
      417,
      "expectation-failed",
    ],
    [
      "a long URL",
      `POST PATH?${"a".repeat(9000)} HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n`,
      414,
      "uri-too-long",
    ],
    [
      "a very long URL",
      `POST PATH?${"a".repeat(20_000)} HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n`,
      414,
      "uri-too-long",
    ],
    [
      "large headers",
      `POST PATH HTTP/1.1\r\nHost: x\r\nX-A: ${"a".repeat(20_000)}\r\n\r\n`,
      431,
      "headers-too-large",
    ],
    ["what is no HTTP", "hello\r\n\r\n", 400, "malformed-request"],
    ["no host", "POST PATH HTTP/1.1\r\nContent-Length: 0\r\n\r\n", 400, "malformed-request"],
    [
      "two lengths",
      "POST PATH HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
      400,
      "malformed-request",
    ],
  ])("%s", async (_, text, status, code) => {
    const { path } = await open.workflow(double);
    const [answer] = await raw(open.port, [text.replace("PATH", path)], { answers: 1 });
    expect(answer?.status).toBe(status);
    expect(answer?.headers).toMatchObject({
      "content-type": "application/problem+json",
      "x-content-type-options": "nosniff",
      "content-security-policy": "sandbox",
    });
    expect(JSON.parse(answer?.body ?? "")).toMatchObject({ code, status });
  });

  it("100-continue: asked for only when the rest is right", async () => {
    const { path } = await open.workflow(echo);
    const head = (type: string) =>
      `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: ${type}\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n`;
    const taken = await raw(open.port, [head("application/json"), "{}"], { answers: 2, pauseMs: 30 });
    expect(taken.map(({ status }) => status)).toEqual([100, 200]);
    const refused = await raw(open.port, [head("text/plain")], { answers: 1 });
    expect(refused.map(({ status }) => status)).toEqual([415]);
  });

  it("every unknown key gets the same bytes and leaves no trace", async () => {
    const { url, key } = await open.workflow(double);
    const other = (end: string) => `${url.slice(0, -key.length)}${end}`;
    const answers = await Promise.all([
      fetch(other("nothing"), { method: "POST", body: "{}", headers: json }),
      fetch(other(`${key}x`), { method: "GET" }),
      fetch(other(`${key}/more`), { method: "POST" }),
      fetch(other(key.toUpperCase()), { method: "POST", body: "{", headers: json }),
      fetch(other("constructor"), { method: "POST" }),
      fetch(other(""), { method: "POST" }),
    ]);
    const bodies = await Promise.all(answers.map((answer) => answer.text()));
    expect(new Set(bodies).size).toBe(1);
    expect(JSON.parse(bodies[0] ?? "")).toMatchObject({ code: "hook-not-found", status: 404 });
    for (const answer of answers) {
      expect(answer.status).toBe(404);
      expect([...answer.headers.keys()].filter((name) => name.startsWith("sluice"))).toEqual([]);
    }
  });

  it("what is not under /hooks/ is not the door's", async () => {
    expect((await fetch(`${open.base}/hooks`)).status).toBe(418);
    expect((await fetch(`${open.base}/api/v1/workflows`)).status).toBe(418);
  });
});
