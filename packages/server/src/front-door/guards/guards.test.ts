import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { documentOf } from "../testing/documents.ts";
import { type OpenDoor, openDoor } from "../testing/open-door.ts";
import { raw } from "../testing/raw.ts";
import { defaultBrakeLimits } from "./brake.ts";

let open: OpenDoor;
let now = Date.now();
beforeAll(async () => {
  open = await openDoor({
    door: {
      clock: () => now,
      // Slowing down is told by the first answers; the rest of the test does not wait for it.
      brake: { ...defaultBrakeLimits, stepMs: 50, mostMs: 50 },
      addressOf: ({ headers }) => String(headers["x-from"] ?? "192.0.2.1"),
    },
  });
});
afterAll(() => open.close());

type Given = { from?: string; method?: string; body?: string; headers?: Record<string, string> };

async function post(url: string, given: Given = {}) {
  const { from = "192.0.2.1", method = "POST", body = "{}", headers = {} } = given;
  const sent = { "content-type": "application/json", "x-from": from, ...headers };
  const answer = await fetch(url, { method, headers: sent, ...(method === "POST" ? { body } : {}) });
  const text = await answer.text();
  const problem = text.startsWith("{") ? (JSON.parse(text) as { code?: string; detail?: string }) : {};
  return { status: answer.status, headers: answer.headers, ...problem };
}

const basic = (password: string) => ({
  authorization: `Basic ${Buffer.from(`bob:${password}`).toString("base64")}`,
});
const auth = { any: [{ type: "basic", username: "bob", password: { secret: { value: "right" } } }] };

describe("allowed addresses", () => {
  it("let in who is in the list, and refuse all others before anything is read", async () => {
    const trigger = { ipAllow: ["203.0.113.0/24", "2001:db8::/32"], auth, limits: { bodyBytes: 10 } };
    const { id, url } = await open.workflow(documentOf({ trigger }));
    const headers = basic("right");
    for (const from of ["203.0.113.9", "2001:db8::7", "::ffff:203.0.113.9"]) {
      expect(await post(url, { from, headers })).toMatchObject({ status: 200 });
    }
    for (const from of ["203.0.114.9", "2001:db9::7", "::1", "unknown"]) {
      // Too large, wrong credentials, broken: the address is judged before all of them.
      const refused = await post(url, { from, body: "{broken, and too large", headers: basic("wrong") });
      expect(refused).toMatchObject({ status: 403, code: "address-not-allowed" });
      expect(refused.headers.get("www-authenticate")).toBeNull();
    }
    expect((await post(url, { from: "::1", method: "PUT" })).status).toBe(405);
    const [newest] = await open.listed(id).then((items) => items.filter((one) => one.status === 403));
    expect(newest).toMatchObject({ verdict: "refused", reason: "address-not-allowed", address: "unknown" });
  });

  it("refuse everybody where the list is empty", async () => {
    const { url } = await open.workflow(documentOf({ trigger: { ipAllow: [] } }));
    expect(await post(url)).toMatchObject({ status: 403 });
  });
});

describe("rates", () => {
  it("let as many of one address through as a minute may have, an IPv6 network counted as one", async () => {
    const { url } = await open.workflow(documentOf({ trigger: { limits: { perMinuteOfAddress: 3 } } }));
    const statuses = async (...from: string[]) => {
      const answers = [];
      for (const one of from) answers.push((await post(url, { from: one })).status);
      return answers;
    };
    expect(await statuses(...Array(4).fill("192.0.2.1"))).toEqual([200, 200, 200, 429]);
    expect(await statuses("2001:db8::1", "2001:db8::2", "2001:db8::3", "2001:db8::4")).toEqual([
      ...[200, 200, 200, 429],
    ]);
    expect(await statuses("2001:db8:0:1::4", "192.0.2.2")).toEqual([200, 200]);
    const refused = await post(url);
    expect(refused).toMatchObject({ code: "rate-limited", detail: expect.stringContaining("this address") });
    expect(refused.headers.get("retry-after")).toBe("20");
    now += 20_000;
    expect(await statuses("192.0.2.1", "192.0.2.1")).toEqual([200, 429]);
  });

  it("let as many of all through, whoever sends, and a new version counts on", async () => {
    const trigger = { limits: { perMinute: 4 } };
    const { id, url } = await open.workflow(documentOf({ trigger }));
    const statuses = async (count: number) => {
      const answers = [];
      for (let at = 0; at < count; at += 1) answers.push((await post(url, { from: `192.0.2.${at}` })).status);
      return answers;
    };
    expect(await statuses(5)).toEqual([200, 200, 200, 200, 429]);
    await open.publish(id, documentOf({ trigger }));
    const refused = await post(url, { from: "198.51.100.1" });
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "15"]);
    now += 60_000;
    expect(await statuses(5)).toEqual([200, 200, 200, 200, 429]);
  });

  it("of all are not used up by a stranger, whose credentials are wrong", async () => {
    const { url } = await open.workflow(documentOf({ trigger: { auth, limits: { perMinute: 2 } } }));
    for (let turn = 0; turn < 5; turn += 1) {
      expect((await post(url, { from: "198.51.100.9", headers: basic(`no ${turn}`) })).status).toBe(401);
      // Refused before anybody asked who it is.
      const body = "x".repeat(1_100_000);
      expect((await post(url, { from: "198.51.100.8", headers: basic("no"), body })).status).toBe(413);
    }
    const answers = [
      await post(url, { headers: basic("right") }),
      await post(url, { headers: basic("right") }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  });
});

describe("wrong credentials", () => {
  const guess = async (url: string, given: Given & { times: number }) => {
    const statuses: number[] = [];
    for (let turn = 0; turn < given.times; turn += 1) {
      statuses.push((await post(url, { headers: basic(`guess ${turn}`), ...given })).status);
    }
    return statuses;
  };

  it("slow down, then are answered 429 without a look; whoever was right before passes", async () => {
    const { id, url } = await open.workflow(documentOf({ trigger: { auth } }));
    const honest = "203.0.113.7";
    expect((await post(url, { from: honest, headers: basic("right") })).status).toBe(200);

    const began = performance.now();
    expect(await guess(url, { from: "198.51.100.1", times: 11 })).toEqual(Array(11).fill(401));
    expect(performance.now() - began).toBeGreaterThan(45);
    expect(await guess(url, { from: "198.51.100.1", times: 20 })).toEqual([...Array(19).fill(401), 429]);
    const refused = await post(url, { from: "198.51.100.1", headers: basic("right") });
    expect(refused).toMatchObject({ status: 429, code: "rate-limited" });
    expect(refused.detail).toContain("wrong credentials");
    expect(refused.headers.get("retry-after")).toBe("20");

    // Behind the honest sender's address somebody guesses too.
    expect(await guess(url, { from: honest, times: 32 })).toEqual([...Array(30).fill(401), 429, 429]);
    expect((await post(url, { from: honest, headers: basic("right") })).status).toBe(200);
    // Others never noticed.
    expect((await post(url, { from: "192.0.2.44", headers: basic("right") })).status).toBe(200);
    now += 20_000;
    expect((await post(url, { from: "198.51.100.1", headers: basic("right") })).status).toBe(200);
    const items = await open.listed(id);
    expect(new Set(items.map(({ reason }) => reason))).toEqual(
      new Set([null, "unauthorized", "rate-limited"]),
    );
  }, 30_000);

  it("count at all triggers together, and never where there is nothing to guess", async () => {
    const [openToAll, ...guarded] = await Promise.all([
      open.workflow(documentOf({})),
      ...Array.from({ length: 11 }, () => open.workflow(documentOf({ trigger: { auth } }))),
    ]);
    for (const { url } of guarded.slice(0, 10)) {
      expect(await guess(url, { from: "198.51.100.2", times: 10 })).toEqual(Array(10).fill(401));
    }
    expect(await guess(guarded[10]?.url ?? "", { from: "198.51.100.2", times: 1 })).toEqual([429]);
    expect((await post(openToAll.url, { from: "198.51.100.2" })).status).toBe(200);
  });

  it("count beside a token that cannot be judged; a token that cannot be judged does not", async () => {
    const any = [
      { type: "jwt", algorithms: ["RS256"], jwksUrl: "https://idp.example/jwks" },
      { type: "apiKey", in: "header", parameter: "x-key", key: { secret: { value: "right" } } },
    ];
    const { url } = await open.workflow(documentOf({ trigger: { auth: { any } } }));
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const token = `${part({ alg: "RS256", kid: "a" })}.${part({ exp: 4e9 })}.${part({})}`;
    const headers = { authorization: `Bearer ${token}` };
    expect(await guess(url, { from: "198.51.100.4", times: 40, headers })).toEqual(Array(40).fill(503));
    const guessing = { ...headers, "x-key": "wrong" };
    const answers = await guess(url, { from: "198.51.100.5", times: 32, headers: guessing });
    expect(answers).toEqual([...Array(30).fill(503), 429, 429]);
  }, 30_000);

  it("are not what a client sends that waits to be asked for its password", async () => {
    const { url } = await open.workflow(documentOf({ trigger: { auth } }));
    const answers = await guess(url, { from: "198.51.100.3", times: 40, headers: {} });
    expect(answers).toEqual(Array(40).fill(401));
    expect((await post(url, { from: "198.51.100.3", headers: basic("right") })).status).toBe(200);
  });
});

describe("pages of other origins", () => {
  const preflight = (url: string, headers: Record<string, string>) =>
    post(url, { method: "OPTIONS", headers });
  const asks = {
    "access-control-request-method": "POST",
    "access-control-request-headers": "content-type,x-a",
  };

  it("may call from exactly the listed ones, and read every answer, refusals too", async () => {
    const trigger = { cors: { origins: ["https://shop.example", "http://localhost:5173"] }, auth };
    const { id, url } = await open.workflow(documentOf({ trigger }));
    const asked = await preflight(url, { origin: "https://shop.example", ...asks });
    expect(asked.status).toBe(204);
    expect(Object.fromEntries(asked.headers)).toMatchObject({
      "access-control-allow-origin": "https://shop.example",
      "access-control-allow-methods": "POST",
      "access-control-allow-headers": "content-type,x-a",
      "access-control-max-age": "600",
      vary: "Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
      "x-content-type-options": "nosniff",
    });
    expect(asked.headers.get("access-control-allow-credentials")).toBeNull();
    for (const password of ["right", "wrong"]) {
      const answer = await post(url, { headers: { origin: "http://localhost:5173", ...basic(password) } });
      expect(answer.status).toBe(password === "right" ? 200 : 401);
      expect(answer.headers.get("access-control-allow-origin")).toBe("http://localhost:5173");
      expect(answer.headers.get("access-control-expose-headers")).toContain("Sluice-Execution-Id");
      expect(answer.headers.get("vary")).toBe("Origin");
    }
    // A question that was answered is no delivery.
    expect(await open.listed(id)).toHaveLength(2);
  });

  it.each([
    "https://shop.example.evil.example",
    "https://evil.example",
    "HTTPS://SHOP.EXAMPLE",
    "https://shop.example:8443",
    "http://shop.example",
    "null",
    "*",
  ])("may not from %s", async (origin) => {
    const { url } = await open.workflow(
      documentOf({ trigger: { cors: { origins: ["https://shop.example"] } } }),
    );
    for (const answer of [
      await preflight(url, { origin, ...asks }),
      await post(url, { headers: { origin } }),
    ]) {
      expect(answer.headers.get("access-control-allow-origin")).toBeNull();
      expect(answer.headers.get("vary")).toBe("Origin");
    }
    const asked = await preflight(url, { origin, ...asks });
    expect([asked.status, asked.headers.get("allow")]).toEqual([405, "POST"]);
  });

  it("may not at all where it is off, and a question that is none is refused", async () => {
    const off = await open.workflow(documentOf({}));
    const asked = await preflight(off.url, { origin: "https://shop.example", ...asks });
    expect([asked.status, asked.headers.get("vary")]).toEqual([405, null]);
    const on = await open.workflow(documentOf({ trigger: { cors: { origins: ["https://shop.example"] } } }));
    const headers = { origin: "https://shop.example" };
    expect((await preflight(on.url, headers)).status).toBe(405);
    expect((await preflight(on.url, { ...headers, "access-control-request-method": "DELETE" })).status).toBe(
      405,
    );
    const odd = { "access-control-request-method": "POST", "access-control-request-headers": "a b, c" };
    const answer = await preflight(on.url, { ...headers, ...odd });
    expect([answer.status, answer.headers.get("access-control-allow-headers")]).toEqual([204, null]);
  });
});

it("asks in the order of the table: method, address, rate, size, credentials, type, bytes, contract", async () => {
  const variables = [{ key: "a", from: "body", path: "a", type: "number", required: true }];
  const guarded = {
    ipAllow: ["192.0.2.0/24"],
    limits: { bodyBytes: 20, perMinuteOfAddress: 100 },
    auth,
    variables,
  };
  const { path } = await open.workflow(documentOf({ trigger: guarded }));
  const limited = await open.workflow(
    documentOf({ trigger: { ...guarded, limits: { ...guarded.limits, perMinuteOfAddress: 1 } } }),
  );
  const request = (given: {
    method?: string;
    path?: string;
    lines: Record<string, string>;
    body?: string;
  }) => {
    const { method = "POST", body = "" } = given;
    const lines = { host: "x", connection: "close", "content-length": String(body.length), ...given.lines };
    const head = Object.entries(lines).map(([name, value]) => `${name}: ${value}\r\n`);
    return raw(open.port, [`${method} ${given.path ?? path} HTTP/1.1\r\n${head.join("")}\r\n${body}`], {
      answers: 1,
    });
  };
  // Each request is wrong in every later way too, and its body is never sent: what answers has not waited for it.
  const tooLarge = { "content-length": "99999" };
  const steps = [
    [405, { method: "PUT", lines: { ...tooLarge, "x-from": "10.0.0.1" } }],
    [403, { lines: { ...tooLarge, "x-from": "10.0.0.1" } }],
    [413, { lines: tooLarge }],
    [401, { lines: { "content-length": "9", "content-type": "text/plain", ...basic("wrong") } }],
    [415, { lines: { "content-length": "9", "content-type": "text/plain", ...basic("right") } }],
    [400, { lines: { "content-type": "application/json", ...basic("right") }, body: '{"a":"x",' }],
    [422, { lines: { "content-type": "application/json", ...basic("right") }, body: '{"a":"x"}' }],
    [200, { lines: { "content-type": "application/json", ...basic("right") }, body: '{"a":1}' }],
  ] as const;
  for (const [status, given] of steps) {
    const [answer] = await request({ ...given, lines: { ...given.lines } });
    expect([answer?.status, answer?.body]).toEqual([status, expect.any(String)]);
  }
  await request({ path: limited.path, lines: tooLarge });
  const [second] = await request({ path: limited.path, lines: tooLarge });
  expect(second?.status).toBe(429);
});
