import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestApp, type TestApp } from "../testing/start-app.ts";

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

const call = async (method: string, path: string, body?: unknown) => {
  const answer = await app.call(method, path, body);
  const text = await answer.text();
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what came
  return { status: answer.status, json: (text === "" ? null : JSON.parse(text)) as any };
};

describe("a subscription", () => {
  it.each<[object, string]>([
    [{ url: "ftp://a.example", events: ["a"] }, "url"],
    [{ url: "https://a.example", events: [] }, "events"],
    [{ url: "https://a.example", events: ["A b"] }, "events"],
    [{ url: "https://a.example", events: ["a"], format: "soap" }, "format"],
    [{ url: "https://a.example", events: ["a"], headers: [{ name: "a b", value: "x" }] }, "headers"],
    ...["webhook-id", "X-Webhook-Signature", "Content-Type", "content-length", "Host", "connection"].map(
      (name) =>
        [{ url: "https://a.example", events: ["a"], headers: [{ name, value: "x" }] }, "headers"] satisfies [
          object,
          string,
        ],
    ),
    [{ url: "https://a.example", events: ["a"], headers: [{ name: "x", value: "a\nb" }] }, "headers"],
    [
      {
        ...{ url: "https://a.example", events: ["a"] },
        headers: ["x-a", "X-A"].map((name) => ({ name, value: "x" })),
      },
      "headers",
    ],
    [{ url: "https://user:word@a.example", events: ["a"] }, "url"],
    ...[
      "http://127.0.0.1:9000/",
      "http://[::1]/",
      "http://2130706433/",
      "http://10.1.2.3/",
      "http://169.254.169.254/latest",
    ].map(
      (url) =>
        [{ url, events: ["a"] }, "the operator adds it to SLUICE_ALLOW_NETWORKS"] satisfies [object, string],
    ),
    ...["whsec_!!!notbase64", "whsec_", "whsec_abc", "two words", "line\nbreak", "nul\0"].map(
      (secret) =>
        [{ url: "https://a.example", events: ["a"], secret }, '"at":["secret"]'] satisfies [object, string],
    ),
    [{ url: "https://a.example", events: ["a"], active: true, is_active: false }, '"at":["is_active"]'],
    [{ url: "https://a.example", events: ["a"], schedule: [0] }, "schedule"],
    [{ url: "https://a.example", events: ["a"], colour: 1 }, ""],
  ])("refuses %j", async (given, field) => {
    const { status, json } = await call("POST", "/webhooks", given);
    expect([status, json.code]).toEqual([400, "invalid-request"]);
    expect(JSON.stringify(json.issues)).toContain(field);
  });

  it("is not changed into what could not be made", async () => {
    const given = { url: "https://a.example/in", events: ["a"], secret: "plain-text", active: false };
    const { status, json: made } = await call("POST", "/webhooks", given);
    expect([status, made.secret]).toEqual([201, "plain-text"]);
    for (const [change, field] of [
      [{ url: "http://[::ffff:10.0.0.1]/" }, "url"],
      [{ active: true, is_active: false }, "is_active"],
      [{ secret: "whsec_!!!" }, "secret"],
    ] as const) {
      const { status, json } = await call("PATCH", `/webhooks/${made.id}`, change);
      expect([status, json.issues[0].at]).toEqual([400, [field]]);
    }
    const { secret, ...before } = made;
    expect((await call("GET", `/webhooks/${made.id}`)).json).toEqual(before);
    const other = { ...given, active: undefined, format: "alforis", secret: "two words" };
    const { id } = (await call("POST", "/webhooks", other)).json;
    expect((await call("PATCH", `/webhooks/${id}`, { format: "standard" })).json.issues[0].at).toEqual([
      "secret",
    ]);
    const ids = async (query: string) =>
      (await call("GET", `/webhooks?${query}`)).json.items.map((one: { id: string }) => one.id);
    for (const name of ["active", "is_active"]) {
      expect(await ids(`${name}=false`)).toEqual([made.id]);
      expect(await ids(`${name}=true`)).toEqual([id]);
    }
    expect(await ids("active=true&is_active=true")).toEqual([id]);
    expect((await call("GET", "/webhooks?active=true&is_active=false")).json.code).toBe("invalid-request");
  });

  it("that is not there is a 404 everywhere", async () => {
    for (const [method, path, body] of [
      ["GET", "", undefined],
      ["PUT", "", {}],
      ["DELETE", "", undefined],
      ["POST", "/rotate-secret", {}],
      ["POST", "/test", undefined],
      ["GET", "/logs", undefined],
      ["POST", "/recover", { since: "2026-01-01T00:00:00Z" }],
    ] as const) {
      expect((await call(method, `/webhooks/wh_none${path}`, body)).json.code).toBe("subscription-not-found");
    }
    expect((await call("POST", "/webhooks/messages/msg_none/resend")).json.code).toBe("message-not-found");
  });
});
