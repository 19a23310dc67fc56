import {
  configIssues,
  type Json,
  type JsonObject,
  type OutgoingRequest,
  type OutgoingResponse,
  type PlainCredential,
} from "@sluice/workflow/node-contract";
import { describe, expect, test } from "vitest";
import { runExample, runNode, settled } from "../testing/run-node.ts";
import { http } from "./definition.ts";
import { runHttp } from "./run.ts";

/** How the outer world answers; what the run reads of it is the real thing. */
interface World {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly credential?: PlainCredential;
}

function call(config: JsonObject, world: World = {}, trigger: JsonObject = {}) {
  const sent: OutgoingRequest[] = [];
  const fetch = async (request: OutgoingRequest): Promise<OutgoingResponse> => {
    sent.push(request);
    const { status = 200, headers = { "content-type": "application/json" }, body = "{}" } = world;
    return {
      status,
      headers: Object.entries(headers).map(([name, value]) => ({ name, value })),
      body: typeof body === "string" ? new TextEncoder().encode(body) : body,
      url: request.url,
    };
  };
  const credential = async (reference: string) => {
    if (world.credential === undefined || reference !== "cred_1") throw new Error("there is none");
    return world.credential;
  };
  const result = runNode(runHttp, { config, scope: { trigger }, context: { fetch, credential } });
  return { sent, result };
}

async function output(config: JsonObject, world: World = {}): Promise<Json> {
  return settled(await call(config, world).result).output;
}

async function requestFor(config: JsonObject, trigger: JsonObject = {}): Promise<OutgoingRequest> {
  const { sent, result } = call(config, {}, trigger);
  await result;
  const [request] = sent;
  if (!request) throw new Error("nothing was sent");
  return request;
}

const headersOf = (request: OutgoingRequest) =>
  Object.fromEntries(request.headers.map(({ name, value }) => [name, value]));

test.each(["", null])("nothing is sent where %j would stand for a part of the path", async (id) => {
  const { sent, result } = call(
    { method: "DELETE", url: "https://a.example/items/{{ trigger.id }}" },
    {},
    { id },
  );
  await expect(result).rejects.toMatchObject({ code: "empty-segment" });
  expect(sent).toEqual([]);
});

test("lists are sent as each parameter says, and what is null is not", async () => {
  const trigger = {
    ids: [1, "b c", null],
    none: null,
    empty: [],
    filter: { city: "Lyon", tags: ["x", "y"], no: null },
    lines: [{ sku: "a" }, { sku: "b" }],
  };
  const pair = (value: string, list?: string) => ({
    name: "p",
    value: `{{ trigger.${value} }}`,
    ...(list ? { list } : {}),
  });
  const queryOf = async (...query: JsonObject[]) =>
    (await requestFor({ url: "https://a.example/x", query }, trigger)).url.slice(
      "https://a.example/x".length,
    );
  expect(await queryOf(pair("ids"), pair("none"), pair("missing"), pair("empty"))).toBe("?p=1&p=b+c");
  expect(await queryOf(pair("none"))).toBe("");
  expect(await queryOf({ name: "p", value: "" })).toBe("?p=");
  expect(await queryOf({ name: "p", value: "x{{ trigger.ids }}" })).toBe("?p=x%5B1%2C%22b+c%22%2Cnull%5D");
  expect(await queryOf(pair("ids", "comma"))).toBe("?p=1%2Cb+c");
  expect(await queryOf(pair("ids", "space"))).toBe("?p=1+b+c");
  expect(await queryOf(pair("ids", "pipe"), pair("empty", "pipe"))).toBe("?p=1%7Cb+c");
  expect(await queryOf(pair("ids", "json"))).toBe("?p=%5B1%2C%22b+c%22%2Cnull%5D");
  expect(decodeURIComponent(await queryOf(pair("filter", "brackets")))).toBe(
    "?p[city]=Lyon&p[tags][]=x&p[tags][]=y",
  );
  expect(decodeURIComponent(await queryOf(pair("filter")))).toBe(
    '?p={"city":"Lyon","tags":["x","y"],"no":null}',
  );
  expect(decodeURIComponent(await queryOf(pair("lines", "brackets")))).toBe("?p[0][sku]=a&p[1][sku]=b");
  const form = await requestFor(
    { method: "POST", url: "https://a.example", bodyKind: "form", form: [pair("ids")] },
    trigger,
  );
  expect(form.body).toBe("p=1&p=b+c");
});

test("the example posts and gives out what came back", async () => {
  expect(await runExample(runHttp)).toEqual({
    port: "out",
    output: {
      status: 200,
      headers: { "content-type": "application/json" },
      body: {},
      url: "https://api.example.com/orders/A-17/notes",
    },
  });
});

describe("what goes out", () => {
  test("left out, everything has its default", async () => {
    expect(await requestFor({ url: "https://api.example.com/" })).toMatchObject({
      method: "GET",
      url: "https://api.example.com/",
      headers: [],
      timeoutMs: 30_000,
      maxBytes: 1024 * 1024,
      redirects: 5,
    });
  });

  test("values in the URL are encoded and cannot change the host", async () => {
    const { url } = await requestFor(
      { url: "https://api.example.com/{{ trigger.id }}?q={{ trigger.id }}" },
      { id: "../@evil.example/?a=b&c#d" },
    );
    expect(new URL(url).host).toBe("api.example.com");
    expect(new URL(url).pathname).toBe("/..%2F%40evil.example%2F%3Fa%3Db%26c%23d");
  });

  test.each(["{{ trigger.url }}", "https://{{ trigger.host }}/", "https://api.{{ trigger.host }}/"])(
    "a host from data is refused (%s) unless the node says otherwise",
    async (url) => {
      const trigger = { url: "https://other.example/x", host: "other.example" };
      await expect(call({ url }, {}, trigger).result).rejects.toMatchObject({ name: "ExpressionError" });
      expect((await requestFor({ url, host: "any" }, trigger)).url).toMatch(/other\.example\//);
    },
  );

  test("query parameters come behind those in the URL, encoded", async () => {
    const query = [
      { name: "a b", value: "{{ trigger.v }}" },
      { name: "n", value: "{{ trigger.n }}" },
    ];
    const trigger = { v: "x&y=z", n: 7 };
    const at = async (url: string) => (await requestFor({ url, query }, trigger)).url;
    expect(await at("https://a.example/p")).toBe("https://a.example/p?a+b=x%26y%3Dz&n=7");
    expect(await at("https://a.example/p?k=%20v#f")).toBe("https://a.example/p?k=%20v&a+b=x%26y%3Dz&n=7#f");
    expect(await at("https://a.example/p?")).toBe("https://a.example/p?a+b=x%26y%3Dz&n=7");
  });

  test.each<[string, JsonObject, string | undefined, string | undefined]>([
    ["none", {}, undefined, undefined],
    [
      "json",
      { body: { n: "{{ trigger.n }}", t: 'a "{{ trigger.t }}"' } },
      '{"n":7,"t":"a \\"q\\"z\\""}',
      "application/json",
    ],
    ["json", {}, "{}", "application/json"],
    ["text", { body: "n={{ trigger.n }}" }, "n=7", "text/plain; charset=utf-8"],
    ["text", { body: "{{ trigger.n }}" }, "7", "text/plain; charset=utf-8"],
    [
      "form",
      { form: [{ name: "n&", value: "{{ trigger.t }}" }] },
      "n%26=q%22z",
      "application/x-www-form-urlencoded",
    ],
  ])("a body of kind %s: %j", async (bodyKind, more, body, type) => {
    const config = { url: "https://a.example/", bodyKind, ...more };
    const request = await requestFor(config, { n: 7, t: 'q"z' });
    expect(request.body).toBe(body);
    expect(headersOf(request)["content-type"]).toBe(type);
  });

  test("a content type of the builder's own wins", async () => {
    const headers = [{ name: "Content-Type", value: "application/vnd.api+json" }];
    const request = await requestFor({ url: "https://a.example/", bodyKind: "json", body: {}, headers });
    expect(request.headers).toEqual(headers);
  });

  test("the idempotency key goes with methods that change something, and can be turned off or replaced", async () => {
    const keyOf = async (config: JsonObject) =>
      headersOf(await requestFor({ url: "https://a.example/", ...config }))["idempotency-key"];
    for (const method of ["POST", "PUT", "PATCH", "DELETE"])
      expect(await keyOf({ method })).toBe("exe_1/node/0");
    for (const method of ["GET", "HEAD", "OPTIONS"]) expect(await keyOf({ method })).toBeUndefined();
    expect(await keyOf({ method: "POST", idempotencyKey: false })).toBeUndefined();
    const headers = [{ name: "idempotency-key", value: "mine" }];
    expect(await keyOf({ method: "POST", headers })).toBe("mine");
  });
});

describe("credentials", () => {
  const credential: PlainCredential = { type: "bearer", token: "t", hosts: [] };
  const config = { url: "https://a.example/", credential: { credential: "cred_1" } };

  test("are asked for by reference and handed to whoever sends", async () => {
    const { sent, result } = call(config, { credential });
    await result;
    expect(sent).toMatchObject([{ credential, headers: [] }]);
  });

  test("go to a host from data only if they name hosts", async () => {
    const anyHost = { ...config, url: "{{ trigger.url }}", host: "any" };
    const trigger = { url: "https://evil.example/" };
    const open = call(anyHost, { credential }, trigger);
    await expect(open.result).rejects.toMatchObject({ code: "credential-host-refused" });
    expect(open.sent).toEqual([]);
    const bound: PlainCredential = { ...credential, hosts: ["a.example"] };
    const named = call(anyHost, { credential: bound }, trigger);
    await named.result;
    expect(named.sent).toMatchObject([{ credential: { hosts: ["a.example"] } }]);
  });

  test("that are no reference do not parse", () => {
    for (const value of [
      {},
      { credential: "" },
      { credential: "sec_1" },
      { credential: "{{ trigger.c }}" },
      "cred_1",
    ]) {
      expect(configIssues(http, { url: "https://a.example/", credential: value })).toMatchObject([
        { at: expect.arrayContaining(["credential"]) },
      ]);
    }
  });
});

describe("what comes back", () => {
  test.each<[string, string, string | Uint8Array, Json]>([
    ["auto", "application/json; charset=utf-8", '{"a":[1,null]}', { a: [1, null] }],
    ["auto", "application/problem+json", '{"a":1}', { a: 1 }],
    ["auto", "text/html", "<p>é</p>", "<p>é</p>"],
    ["auto", "text/plain; charset=iso-8859-1", Uint8Array.of(0xe9), "é"],
    ["auto", "application/xml", "<a/>", "<a/>"],
    ["auto", "image/png", Uint8Array.of(0x89, 0x50, 0xff), "iVD/"],
    ["auto", "", "plain", "plain"],
    ["auto", "application/json", "", null],
    ["json", "text/plain", "[1]", [1]],
    ["json", "text/plain", " ", null],
    ["text", "application/json", '{"a":1}', '{"a":1}'],
    ["bytes", "application/json", "{}", "e30="],
  ])("read as %s from %s", async (response, type, body, expected) => {
    const config = { url: "https://a.example/", response };
    expect(await output(config, { headers: { "content-type": type }, body })).toMatchObject({
      body: expected,
    });
  });

  test("headers of one name are joined", async () => {
    const { result } = (() => {
      const fetch = async ({ url }: OutgoingRequest): Promise<OutgoingResponse> => ({
        status: 200,
        headers: [
          { name: "vary", value: "accept" },
          { name: "vary", value: "origin" },
          { name: "__proto__", value: "x" },
        ],
        body: new Uint8Array(),
        url,
      });
      return { result: runNode(runHttp, { config: { url: "https://a.example/" }, context: { fetch } }) };
    })();
    const { headers } = settled(await result).output as { headers: JsonObject };
    expect(Object.entries(headers)).toEqual([
      ["vary", "accept, origin"],
      ["__proto__", "x"],
    ]);
  });

  test.each([
    ["auto", "application/json", "{broken", "response-not-json"],
    ["json", "text/html", "<p>", "response-not-json"],
    ["json", "application/json", "[".repeat(10_000), "response-not-json"],
    ["text", "text/plain", Uint8Array.of(0xff, 0xfe, 0xfd), "response-not-text"],
    ["text", "text/plain; charset=klingon", "x", "response-not-text"],
  ])("read as %s from %s it can fail", async (response, type, body, code) => {
    const config = { url: "https://a.example/", response };
    const { result } = call(config, { headers: { "content-type": type }, body });
    await expect(result).rejects.toMatchObject({ name: "NodeError", code, kind: "other" });
  });
});

describe("a failing status", () => {
  test.each([
    [400, "other"],
    [404, "other"],
    [408, "timeout"],
    [429, "429"],
    [500, "5xx"],
    [503, "5xx"],
    [599, "5xx"],
  ])("%i fails with kind %s", async (status, kind) => {
    const { result } = call({ url: "https://a.example/x" }, { status, body: "no\n  such thing" });
    await expect(result).rejects.toMatchObject({
      name: "NodeError",
      code: "http-status",
      message: `a.example answered ${status}: no such thing`,
      ...{ status, kind },
    });
  });

  test.each([
    ["", 500, false],
    ["500-599", 404, false],
    ["400-403, 405-599", 404, false],
    ["400-403, 405-599", 403, true],
    ["400-403, 405-599", 405, true],
    ["302", 302, true],
    ["300 - 599", 304, true],
    ["400-599", 399, false],
  ])("with %j, %i fails: %s", async (failOn, status, fails) => {
    const { result } = call({ url: "https://a.example/", failOn }, { status });
    if (fails) await expect(result).rejects.toMatchObject({ code: "http-status", status });
    else expect(settled(await result).output).toMatchObject({ status });
  });

  test.each<[Record<string, string>, number | undefined]>([
    [{ "retry-after": "7" }, 7000],
    [{ "retry-after": "0" }, 0],
    [{ "retry-after": "Fri, 02 Jan 2026 03:04:35 GMT" }, 30_000],
    [{ "retry-after": "Fri, 02 Jan 2026 10:00:30 GMT", date: "Fri, 02 Jan 2026 10:00:00 GMT" }, 30_000],
    [{ "retry-after": "Thu, 01 Jan 2026 00:00:00 GMT" }, 0],
    [{ "retry-after": "2.5" }, 2500],
    [{ "retry-after": "12345678901" }, 86_400_000],
    [{ "retry-after": "9".repeat(400) }, 86_400_000],
    [{ "retry-after": "Fri, 02 Jan 2032 03:04:35 GMT" }, 86_400_000],
    [{ "retry-after": "soon" }, undefined],
    [{ "retry-after": "2.5.1" }, undefined],
    [{ "retry-after": "-5" }, undefined],
    [{ "retry-after": "1e9" }, undefined],
    [{}, undefined],
  ])("says when to come back: %j", async (headers, retryAfterMs) => {
    const { result } = call({ url: "https://a.example/" }, { status: 503, headers });
    const error: unknown = await result.catch((thrown: unknown) => thrown);
    expect((error as { retryAfterMs?: number }).retryAfterMs).toBe(retryAfterMs);
  });

  test("shows a long answer only in part", async () => {
    const { result } = call({ url: "https://a.example/" }, { status: 500, body: "x".repeat(10_000) });
    const error: unknown = await result.catch((thrown: unknown) => thrown);
    expect(String(error).length).toBeLessThan(400);
  });
});

test("what can be known before it runs is an issue", () => {
  expect(configIssues(http, {})).toMatchObject([{ at: ["url"], kind: "missing" }]);
  expect(configIssues(http, { url: "https://a.example/", failOn: "all" })).toMatchObject([
    { at: ["failOn"] },
  ]);
  expect(configIssues(http, { url: "https://a.example/", method: "BREW" })).toMatchObject([
    { at: ["method"] },
  ]);
  expect(configIssues(http, { url: "{{ trigger.url }}", timeoutSeconds: "{{ trigger.t }}" })).toEqual([]);
});

test("its card shows method and address", () => {
  expect(http.summarize?.({ url: "https://a.example/x" }, "en")).toBe("GET a.example/x");
  expect(http.summarize?.({ method: "POST", url: "{{ trigger.url }}" }, "fr")).toBe("POST {{ trigger.url }}");
});
