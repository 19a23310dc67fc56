import { createHmac } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { startTestApp, type TestApp } from "../testing/start-app.ts";
import { type Receiver, startReceiver } from "./testing/receiver.ts";

let app: TestApp;
let receiver: Receiver;
let other: Receiver;
beforeAll(async () => {
  [receiver, other] = await Promise.all([startReceiver(), startReceiver()]);
  app = await startTestApp({ environment: { SLUICE_ALLOW_NETWORKS: "127.0.0.1" } });
});
afterAll(async () => {
  await app.stop();
  await Promise.all([receiver.close(), other.close()]);
});

const call = async (method: string, path: string, body?: unknown) => {
  const answer = await app.call(method, path, body);
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what came
  return { status: answer.status, headers: answer.headers, json: (await answer.json()) as any };
};
const subscribe = async (path: string, more: object = {}) =>
  (await call("POST", "/webhooks", { url: `${receiver.url}${path}`, events: ["never.sent"], ...more })).json;

describe("what a receiver repeats", () => {
  const basic = Buffer.from("shop:p4ss-word").toString("base64");
  const headers = [
    { name: "Authorization", value: "Bearer longsecret-123456" },
    { name: "x-proxy", value: `Basic ${basic}` },
    { name: "cookie", value: 'session=abcdef123456; key="quoted-7890"' },
    { name: "x-key", value: "canary-4711" },
  ];
  const raw = Buffer.alloc(24, 5).toString("base64");

  it("is kept without what only the two may know, wherever it stands", async () => {
    const { id } = await subscribe("/repeats", { headers, secret: `whsec_${raw}` });
    const texts = ["longsecret-123456", "Bearer longsecret-123456", "p4ss-word", basic, "abcdef123456"];
    texts.push("quoted-7890", "canary-4711", `whsec_${raw}`, raw);
    receiver.answers(({ headers: sent }) => ({
      ...{ status: 401, body: `bad ${texts.join(" | ")} of ${sent["webhook-id"]}` },
    }));
    const { json } = await call("POST", `/webhooks/${id}/test`);
    expect(json.attempt.answer).toMatch(/^bad (?:\[redacted\] \| )+\[redacted\] of msg_/);
    const log = JSON.stringify((await call("GET", `/webhooks/${id}/logs`)).json);
    for (const text of texts) expect(log + JSON.stringify(json), text).not.toContain(text);
    expect(log).toContain("[redacted]");
  });

  it("shows no beginning of it where the answer was cut", async () => {
    const { id } = await subscribe("/cut", { headers });
    receiver.answers(() => ({ status: 401, body: `${"x".repeat(4085)} longsecret-123456` }));
    const { answer } = (await call("POST", `/webhooks/${id}/test`)).json.attempt;
    expect(answer).toMatch(/^x{4085} \[redacted\]$/);
    receiver.answers(() => ({ status: 200, body: `${"x".repeat(4095)}é` }));
    expect((await call("POST", `/webhooks/${id}/test`)).json.attempt.answer).toBe("x".repeat(4095));
  });
});

describe("another URL", () => {
  it("gets no header value that was meant for the former one", async () => {
    const headers = [{ name: "x-key", value: "canary-4711" }];
    const { id, url } = await subscribe("/moves", { headers });
    const change = (given: object) => call("PATCH", `/webhooks/${id}`, given);
    const elsewhere = `${other.url}/moves`;
    for (const [given, at] of [
      [{ url: elsewhere }, ["headers"]],
      [{ url: elsewhere, headers: [{ name: "X-Key" }] }, ["headers", 0, "value"]],
      [{ url: url.replace("http:", "https:") }, ["headers"]],
    ] as const) {
      const { status, json } = await change(given);
      expect([status, json.code, json.issues[0].at]).toEqual([400, "invalid-request", at]);
      expect(json.issues[0].message).toMatch(/^another server or port gets no header value .* anew/);
    }
    expect((await change({ url: `${receiver.url}/other-path` })).status).toBe(200);
    expect((await change({ url: elsewhere, headers: [{ name: "x-key", value: "new-key" }] })).status).toBe(
      200,
    );
    await call("POST", `/webhooks/${id}/test`);
    expect(other.at("/moves")[0]?.headers["x-key"]).toBe("new-key");
    expect((await change({ url: `${receiver.url}/moves`, headers: [] })).json.headers).toEqual([]);
    expect((await change({ url: elsewhere })).status).toBe(200);
  });
});

describe("the documented calls", () => {
  it.each(["products-manager", "alforis"])("a new secret of %s signs at once", async (format) => {
    receiver.answers(() => ({ status: 200 }));
    const before = await subscribe(`/${format}`, { format });
    const after = (await call("POST", `/webhooks/${before.id}/rotate-secret`)).json;
    expect(after.oldSecretsUntil).toEqual([]);
    const signedBy = async (secret: string) => {
      await call("POST", `/webhooks/${before.id}/test`);
      const message = receiver.at(`/${format}`).at(-1);
      const hex = createHmac("sha256", secret)
        .update(message?.body ?? "")
        .digest("hex");
      return String(message?.headers["x-webhook-signature"]).endsWith(hex);
    };
    expect(await signedBy(after.secret)).toBe(true);
    const kept = { keepOldForSeconds: 600 };
    const next = (await call("POST", `/webhooks/${before.id}/rotate-secret`, kept)).json;
    expect(next.oldSecretsUntil).toHaveLength(1);
    expect([await signedBy(after.secret), await signedBy(next.secret)]).toEqual([true, false]);
  });

  it("a new secret of standard signs beside the old one for a day", async () => {
    const { id } = await subscribe("/standard");
    const { oldSecretsUntil } = (await call("POST", `/webhooks/${id}/rotate-secret`)).json;
    expect(Date.parse(oldSecretsUntil[0]) - Date.now()).toBeGreaterThan(23 * 3_600_000);
  });

  it("the log of products-manager says where it goes on, in a header", async () => {
    receiver.answers(() => ({ status: 200 }));
    const { id } = await subscribe("/log", { format: "products-manager" });
    for (let n = 0; n < 3; n += 1) await call("POST", `/webhooks/${id}/test`);
    const first = await call("GET", `/webhooks/${id}/logs?limit=2`);
    expect(first.json.data.logs).toHaveLength(2);
    const next = /^<\/api\/v1(\/[^>]+)>; rel="next"$/.exec(first.headers.get("link") ?? "")?.[1] ?? "";
    const last = await call("GET", next);
    expect([last.json.data.logs.length, last.headers.get("link")]).toEqual([1, null]);
  });

  it("times may have an offset, and a span that ends before it begins is refused", async () => {
    const { id } = await subscribe("/span", { events: ["span.seen"], active: false });
    await call("POST", "/events", { event: "span.seen", data: 1 });
    await vi.waitFor(async () => {
      const seen = await call("GET", "/events?type=span.seen");
      expect(seen.json.items[0].fannedOutAt).not.toBeNull();
    }, 20_000);
    const recover = (span: object) => call("POST", `/webhooks/${id}/recover`, span);
    const hour = 3_600_000;
    // Two hours ahead on the clock: the same moment as an hour ago.
    const zoned = (at: number) => new Date(at + 2 * hour).toISOString().replace("Z", "+02:00");
    expect(
      (await recover({ since: zoned(Date.now() - 2 * hour), until: zoned(Date.now() - hour) })).json,
    ).toEqual({
      messages: 0,
    });
    expect(
      (await recover({ since: zoned(Date.now() - hour), until: zoned(Date.now() + hour) })).json,
    ).toEqual({
      messages: 1,
    });
    const wrong = await recover({ since: "2026-01-02T00:00:00+00:00", until: "2026-01-02T00:30:00+01:00" });
    expect([wrong.status, wrong.json.issues[0].at]).toEqual([400, ["until"]]);
    const at = encodeURIComponent(zoned(Date.now() - hour));
    for (const list of ["executions", "deliveries", "audit"])
      expect([list, (await call("GET", `/${list}?from=${at}&to=${at}`)).status]).toEqual([list, 200]);
  });
});
