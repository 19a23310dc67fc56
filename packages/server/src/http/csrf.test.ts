import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Browser, signInAs } from "../testing/browser.ts";
import { answeringDocument } from "../testing/documents.ts";
import { startTestApp, type TestApp } from "../testing/start-app.ts";

const account = { email: "owner@example.com", password: "correct horse battery 9" };
const environment = {
  SLUICE_ADMIN_EMAIL: account.email,
  SLUICE_ADMIN_PASSWORD: account.password,
  SLUICE_ALLOWED_HOSTS: "sluice.internal",
};
let app: TestApp;
let browser: Browser;
beforeAll(async () => {
  app = await startTestApp({ environment });
  browser = await signInAs(app.baseUrl, account);
});
afterAll(() => app.stop());

const codeOf = async (answer: Response) =>
  answer.ok ? answer.status : ((await answer.json()) as { code: string }).code;
const body = { document: answeringDocument() };

/** fetch sets Host by itself; this sends what it is told. */
function raw(path: string, headers: Record<string, string>): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const { port } = new URL(app.baseUrl);
    request({ host: "127.0.0.1", port, path, headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.on("end", () =>
        resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(chunks).toString() }),
      );
    })
      .on("error", reject)
      .end();
  });
}

describe("a call with a session that changes something", () => {
  it.each([
    ["from our own page", {}, 201],
    [
      "without Origin and Sec-Fetch-Site, as an old browser sends it",
      { origin: null, "sec-fetch-site": null },
      201,
    ],
    ["typed in by hand", { "sec-fetch-site": "none", origin: null }, 201],
    ["without the CSRF header", { "x-sluice-csrf": null }, "csrf-failed"],
    ["with an empty CSRF header", { "x-sluice-csrf": "" }, "csrf-failed"],
    ["with another CSRF token", { "x-sluice-csrf": "x".repeat(43) }, "csrf-failed"],
    ["from another site", { "sec-fetch-site": "cross-site" }, "csrf-failed"],
    ["from another name of the same site", { "sec-fetch-site": "same-site" }, "csrf-failed"],
    ["from another origin", { origin: "https://evil.example", "sec-fetch-site": null }, "csrf-failed"],
    ["from another port", { origin: "http://127.0.0.1:1", "sec-fetch-site": null }, "csrf-failed"],
    ["from a sandboxed frame", { origin: "null", "sec-fetch-site": null }, "csrf-failed"],
  ])("%s", async (_what, headers, outcome) => {
    expect(await codeOf(await browser.call("POST", "/workflows", body, headers))).toBe(outcome);
  });

  it("is refused with the CSRF token of another session", async () => {
    const other = await signInAs(app.baseUrl, account);
    const headers = { "x-sluice-csrf": other.session.csrf };
    expect(await codeOf(await browser.call("POST", "/workflows", body, headers))).toBe("csrf-failed");
  });

  it("is refused as a form, which needs no permission to be sent from elsewhere", async () => {
    for (const type of [
      "text/plain",
      "application/x-www-form-urlencoded",
      "multipart/form-data; boundary=x",
    ]) {
      const headers = { "content-type": type };
      expect(await codeOf(await browser.call("POST", "/workflows", body, headers))).toBe(
        "unsupported-media-type",
      );
    }
  });
});

describe("a call with a session that reads", () => {
  it("needs no CSRF token", async () => {
    expect(await codeOf(await browser.call("GET", "/workflows", undefined, { "x-sluice-csrf": null }))).toBe(
      200,
    );
  });

  it("is refused from another site", async () => {
    const headers = { "sec-fetch-site": "cross-site" };
    expect(await codeOf(await browser.call("GET", "/workflows", undefined, headers))).toBe("csrf-failed");
    expect(await codeOf(await browser.call("GET", "/live", undefined, headers))).toBe("csrf-failed");
  });
});

describe("a call without a session", () => {
  it.each(["/session", "/setup"])(
    "to %s is refused from another site: it would sign people in",
    async (path) => {
      const headers = { cookie: null, "sec-fetch-site": "cross-site" };
      expect(await codeOf(await browser.call("POST", path, account, headers))).toBe("csrf-failed");
    },
  );

  it("with a token is taken from anywhere: no browser adds one by itself", async () => {
    const headers = { "sec-fetch-site": "cross-site", origin: "https://app.example" };
    expect(await codeOf(await app.call("POST", "/workflows", body, headers))).toBe(201);
  });
});

describe("the session cookie", () => {
  it("is out of reach for scripts and other sites", () => {
    expect(browser.setCookie).toMatch(
      /^sluice_session=[\w-]{43}; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/,
    );
  });

  it("is bound to TLS where the public URL is, and ends by signing out", async () => {
    const behindTls = await startTestApp({
      environment: { ...environment, SLUICE_PUBLIC_URL: "https://sluice.example" },
    });
    try {
      const secured = await signInAs(behindTls.baseUrl, account);
      expect(secured.setCookie).toMatch(
        /^__Host-sluice_session=.+; Path=\/; .*HttpOnly; Secure; SameSite=Lax$/,
      );
      expect(
        (await secured.call("GET", "/session", undefined, { origin: "https://sluice.example" })).status,
      ).toBe(200);
      const out = await secured.call("DELETE", "/session");
      expect([out.status, out.headers.get("set-cookie")]).toEqual([
        204,
        expect.stringContaining("Expires=Thu, 01 Jan 1970"),
      ]);
      expect((await secured.call("GET", "/session")).status).toBe(401);
      // A cookie without the prefix may have been planted by a page on another port or without TLS.
      const planted = secured.cookie.replace("__Host-", "");
      expect((await secured.call("GET", "/session", undefined, { cookie: planted })).status).toBe(401);
    } finally {
      await behindTls.stop();
    }
  });
});

describe("the host name of a call", () => {
  it.each([
    "127.0.0.1",
    "localhost",
    "LOCALHOST",
    "[::1]",
    "sluice.internal",
    "sluice.internal.",
    "127.0.0.1:9",
  ])("may be %s", async (host) => {
    expect((await raw("/api/v1/setup", { host })).status).toBe(200);
  });

  it.each([
    "evil.example",
    "127.0.0.1.evil.example",
    "localhost.evil.example",
    "10.0.0.1",
    "evil.example@localhost",
  ])("may not be %s, for API and editor", async (host) => {
    for (const path of ["/api/v1/setup", "/api/openapi.json", "/"]) {
      const answer = await raw(path, { host });
      expect([answer.status, answer.body]).toEqual([403, expect.stringContaining("host-not-allowed")]);
    }
  });

  it("is no condition for probes and trigger URLs", async () => {
    expect((await raw("/health/ready", { host: "evil.example" })).status).toBe(200);
    expect((await raw("/hooks/nothing", { host: "evil.example" })).body).toContain("hook-not-found");
  });
});
