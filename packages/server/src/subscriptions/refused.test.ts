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
    [{ url: "https://a.example", events: ["a"], schedule: [0] }, "schedule"],
    [{ url: "https://a.example", events: ["a"], colour: 1 }, ""],
  ])("refuses %j", async (given, field) => {
    const { status, json } = await call("POST", "/webhooks", given);
    expect([status, json.code]).toEqual([400, "invalid-request"]);
    expect(JSON.stringify(json.issues)).toContain(field);
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
