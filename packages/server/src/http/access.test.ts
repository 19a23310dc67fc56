import { tokenScopes } from "@sluice/api/schemas";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Browser, signInAs } from "../testing/browser.ts";
import { startTestApp, type TestApp } from "../testing/start-app.ts";
import { accessOf, covers } from "./access.ts";
import { type ApiRoute, apiRoutes } from "./routes.ts";

const account = { email: "owner@example.com", password: "correct horse battery 9" };
const environment = { SLUICE_ADMIN_EMAIL: account.email, SLUICE_ADMIN_PASSWORD: account.password };
let app: TestApp;
let browser: Browser;
const tokens = new Map<string, string>();
beforeAll(async () => {
  app = await startTestApp({ environment });
  browser = await signInAs(app.baseUrl, account);
  for (const scope of tokenScopes) {
    const made = await app.app.tokens.create({
      name: scope,
      scopes: [scope],
      expiresAt: null,
      createdBy: null,
    });
    tokens.set(scope, made.token);
  }
});
afterAll(() => app.stop());

/** Calls a route with nothing in it that is there, and gives back how it was answered. */
async function answerTo(route: ApiRoute, headers: Record<string, string>) {
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name) => (name === "version" ? "1" : "nothing"));
  const abort = new AbortController();
  const answer = await fetch(`${app.baseUrl}/api/v1${path}`, {
    method: route.method,
    headers: { ...headers, ...(route.method === "GET" ? {} : { "content-type": "application/json" }) },
    ...(route.method === "GET" ? {} : { body: "{}" }),
    signal: abort.signal,
  });
  const isProblem = answer.headers.get("content-type") === "application/problem+json";
  const { code } = isProblem ? ((await answer.json()) as { code: string }) : { code: null };
  // A stream of news has no end.
  abort.abort();
  return { status: answer.status, code };
}

const named = apiRoutes.map((route) => [`${route.method} ${route.path}`, route] as const);
const denials = ["not-signed-in", "scope-missing", "csrf-failed"];

describe("every route of the contract", () => {
  it("is there", () => {
    expect(apiRoutes.length).toBeGreaterThan(25);
  });

  it.each(named)("%s has its line in the table of access", (_name, route) => {
    expect(accessOf(route.procedure)).toBeDefined();
  });

  it.each(named)("%s is closed to strangers unless it is public", async (_name, route) => {
    const answer = await answerTo(route, {});
    if (accessOf(route.procedure) === "public") expect(denials).not.toContain(answer.code);
    else expect(answer).toEqual({ status: 401, code: "not-signed-in" });
  });

  it.each(named)("%s takes no bad token, not even where it is public", async (_name, route) => {
    for (const authorization of ["Bearer slu_bad", "Bearer", "Basic Zm9vOmJhcg==", app.token]) {
      expect(await answerTo(route, { authorization, cookie: browser.cookie })).toEqual({
        status: 401,
        code: "not-signed-in",
      });
    }
  });

  it.each(named)("%s opens to the scopes it is for, and to no other", async (_name, route) => {
    const access = accessOf(route.procedure);
    for (const scope of tokenScopes) {
      const { code } = await answerTo(route, { authorization: `Bearer ${tokens.get(scope)}` });
      const open =
        access === "public" || (access !== undefined && access !== "session" && covers([scope], access));
      if (open) expect(denials).not.toContain(code);
      else expect(code).toBe("scope-missing");
    }
  });

  it.each(named.filter(([, { procedure }]) => procedure !== "session.delete"))(
    "%s opens to a person who is signed in",
    async (_name, route) => {
      const { cookie, session } = browser;
      const { code } = await answerTo(route, { cookie, "x-sluice-csrf": session.csrf });
      expect(denials).not.toContain(code);
    },
  );
});

describe("the table of access", () => {
  it.each([
    "",
    "workflows",
    "workflows.nothing",
    "workflows.get.handler",
    "__proto__",
    "constructor",
    "live.x",
  ])("knows nothing of %j, so nobody may", (procedure) => {
    expect(accessOf(procedure)).toBeUndefined();
  });
});
