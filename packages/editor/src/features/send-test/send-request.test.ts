import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { basicCredentials, isForbiddenHeader, onThisOrigin, sendTest } from "./send-request.ts";

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** A trigger URL that answers what it is told to and remembers what came. */
async function hook(answer: { status: number; headers: Record<string, string>; body: string }) {
  const came: { request: IncomingMessage; body: string }[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    came.push({ request, body });
    response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closers.push(() => new Promise((resolve) => server.close(() => resolve())));
  return { came, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks/k` };
}

describe("sending a test", () => {
  it("posts the body with its headers and the typed user, and tells what came back", async () => {
    const { url, came } = await hook({
      status: 200,
      headers: {
        "content-type": "text/plain",
        "sluice-delivery-id": "del_1",
        "sluice-execution-id": "exe_1",
      },
      body: "ok",
    });
    const answer = await sendTest({
      url,
      headers: [
        { name: "x-shop", value: "7" },
        { name: "Host", value: "elsewhere.example" },
      ],
      body: '{"a":1}',
      user: { username: "bób", password: "s:3" },
    });
    expect(came[0]?.body).toBe('{"a":1}');
    expect(came[0]?.request.headers).toMatchObject({
      "x-shop": "7",
      authorization: `Basic ${Buffer.from("bób:s:3").toString("base64")}`,
    });
    expect(came[0]?.request.headers.host).toMatch(/^127\.0\.0\.1/);
    expect(answer).toMatchObject({
      status: 200,
      body: "ok",
      deliveryId: "del_1",
      executionId: "exe_1",
      problem: null,
    });
    expect(answer.milliseconds).toBeGreaterThan(0);
  });

  it("reads the problem of a refusal", async () => {
    const problem = {
      type: "t",
      title: "Unauthorized",
      status: 401,
      detail: "no",
      code: "unauthorized",
      deliveryId: "del_2",
    };
    const { url } = await hook({
      status: 401,
      headers: { "content-type": "application/problem+json" },
      body: JSON.stringify(problem),
    });
    const answer = await sendTest({ url, headers: [], body: "", user: null });
    expect(answer).toMatchObject({
      status: 401,
      deliveryId: "del_2",
      executionId: null,
      problem: { code: "unauthorized", title: "Unauthorized", detail: "no", violations: [], at: null },
    });
  });

  it("reads which values broke the contract, and where a body goes wrong", async () => {
    const violation = { from: "body", path: "total", expected: "number", got: "string" };
    const { url } = await hook({
      status: 422,
      headers: { "content-type": "application/problem+json" },
      body: JSON.stringify({ code: "contract-violation", violations: [violation], line: 2, column: 7 }),
    });
    const { problem } = await sendTest({ url, headers: [], body: "{}", user: null });
    expect(problem).toMatchObject({ violations: [violation], at: { line: 2, column: 7 } });
  });

  it.each(["Cookie", "host", "Sec-Fetch-Mode", "Proxy-Authorization"])(
    "knows that %s stays with the browser",
    (name) => {
      expect(isForbiddenHeader(name)).toBe(true);
      expect(isForbiddenHeader(`x-${name}`)).toBe(false);
    },
  );

  it("calls the trigger on the origin of the page", () => {
    expect(onThisOrigin("https://public.example/base/hooks/k?a=1")).toBe("/base/hooks/k?a=1");
  });

  it("encodes credentials as UTF-8", () => {
    expect(basicCredentials({ username: "é", password: "" })).toBe(
      `Basic ${Buffer.from("é:").toString("base64")}`,
    );
  });
});
