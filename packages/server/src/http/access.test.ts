import { covers, type Role, roles, type TokenScope, tokenScopes } from "@sluice/api/roles";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Browser, invite, signInAs } from "../testing/browser.ts";
import { startTestApp, type TestApp } from "../testing/start-app.ts";
import { accessOf, isForSessions } from "./access.ts";
import { type ApiRoute, apiRoutes } from "./routes.ts";

/**
 * What each role may call, written down a second time on purpose: by the contract's methods and by name, not by the table
 * of access, so that a slip there is seen here.
 */
const ownersAlone = /^(users|settings|audit|invitations)\.(?!read$|accept$)/;
const webhooksOut = /^webhooks\.(create|replace|change|delete|rotateSecret|test)$/;
const everybody = /^(setup|session|sessions|account|passwordResets|tokens)\.|^invitations\.(read|accept)$/;
/** These are sent as a POST and change nothing. */
const lookingByPost = ["workflows.check", "workflowFiles.read", "variables.parse", "alerts.preview"];
const operating = [
  "workflows.pause",
  "workflows.resume",
  "deliveries.replay",
  "deliveries.replayMany",
  "replays.stop",
  "held.run",
  "held.discard",
  "executions.cancel",
  "executions.retry",
  "approvals.decide",
  "webhooks.recover",
  "webhooks.resend",
];

function may(role: Role, { procedure, method }: ApiRoute): boolean {
  if (everybody.test(procedure) || role === "owner") return true;
  if (ownersAlone.test(procedure) || webhooksOut.test(procedure)) return false;
  if (role === "editor" || method === "GET" || lookingByPost.includes(procedure)) return true;
  return role === "operator" && operating.includes(procedure);
}

const password = "correct horse battery 9";
const ana = { email: "owner@example.com", password };
let app: TestApp;
const people = new Map<Role, Browser>();
const tokens = new Map<TokenScope, string>();
/** An owner's token with every scope, whose owner is a viewer since. */
let demoted: string;
let disabled: { browser: Browser; token: string };
beforeAll(async () => {
  const environment = { SLUICE_ADMIN_EMAIL: ana.email, SLUICE_ADMIN_PASSWORD: ana.password };
  app = await startTestApp({ environment });
  const owner = await signInAs(app.baseUrl, ana);
  const join = (email: string, role: Role) => invite(app.baseUrl, { by: owner, email, role, password });
  const tokenOf = async (browser: Browser) => {
    const made = await browser.call("POST", "/tokens", { name: "all", scopes: ["*"] });
    return ((await made.json()) as { token: string }).token;
  };
  people.set("owner", owner);
  for (const role of roles.slice(1)) people.set(role, await join(`${role}@example.com`, role));
  for (const scope of tokenScopes) {
    const given = { name: scope, scopes: [scope], expiresAt: null, createdBy: null };
    tokens.set(scope, (await app.app.tokens.create(given)).token);
  }
  const fallen = await join("fallen@example.com", "owner");
  demoted = await tokenOf(fallen);
  await owner.call("PATCH", `/users/${fallen.session.user.id}`, { role: "viewer" });
  const gone = await join("gone@example.com", "owner");
  disabled = { browser: gone, token: await tokenOf(gone) };
  await owner.call("PATCH", `/users/${gone.session.user.id}`, { disabled: true });
}, 60_000);
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

const bearer = (token: string | undefined) => ({ authorization: `Bearer ${token}` });
const asPerson = ({ cookie, session }: Browser) => ({ cookie, "x-sluice-csrf": session.csrf });
const named = apiRoutes.map((route) => [`${route.method} ${route.path}`, route] as const);
const denials = [401, 403];
const isPublic = ({ procedure }: ApiRoute) => accessOf(procedure) === "public";
const notSignedIn = { status: 401, code: "not-signed-in" };

describe("every route of the contract", () => {
  it("is there", () => {
    expect(apiRoutes.length).toBeGreaterThan(90);
  });

  it.each(named)("%s has its line in the table of access", (_name, route) => {
    expect(accessOf(route.procedure)).toBeDefined();
  });

  it.each(named)("%s is closed to strangers unless it is public", async (_name, route) => {
    const answer = await answerTo(route, {});
    if (isPublic(route)) expect(denials).not.toContain(answer.status);
    else expect(answer).toEqual(notSignedIn);
  });

  it.each(named)("%s takes no bad token, not even where it is public", async (_name, route) => {
    const { cookie } = people.get("owner") ?? { cookie: "" };
    const bad = ["Bearer slu_bad", "Bearer", "Basic Zm9vOmJhcg==", app.token, `Bearer ${disabled.token}`];
    const answers = bad.map((authorization) => answerTo(route, { authorization, cookie }));
    expect(await Promise.all(answers)).toEqual(bad.map(() => notSignedIn));
  });

  it.each(named)("%s is closed to the session of who is disabled", async (_name, route) => {
    const answer = await answerTo(route, asPerson(disabled.browser));
    if (isPublic(route)) expect(denials).not.toContain(answer.status);
    else expect(answer).toEqual(notSignedIn);
  });

  it.each(named)("%s opens to the scopes it is for, and to no other", async (_name, route) => {
    const access = accessOf(route.procedure);
    const asked = tokenScopes.map((scope) => answerTo(route, bearer(tokens.get(scope))));
    for (const [index, { status, code }] of (await Promise.all(asked)).entries()) {
      const scope = tokenScopes[index] ?? "*";
      const wanted = access === "own" ? "*" : access;
      const open =
        wanted === "public" || (wanted !== undefined && !isForSessions(wanted) && covers([scope], wanted));
      if (open) expect(denials).not.toContain(status);
      else expect(code).toBe("scope-missing");
    }
  });

  it.each(named.filter(([, { procedure }]) => procedure !== "session.delete"))(
    "%s opens to the roles it is for, and to no other",
    async (_name, route) => {
      const asked = roles.map((role) => answerTo(route, asPerson(people.get(role) ?? disabled.browser)));
      for (const [index, { status, code }] of (await Promise.all(asked)).entries()) {
        const role = roles[index] ?? "viewer";
        if (may(role, route)) expect([role, denials.includes(status)]).toEqual([role, false]);
        else expect([role, status, code]).toEqual([role, 403, "not-permitted"]);
      }
    },
  );

  it.each(named)("%s gives a token no more than its owner's role gives now", async (_name, route) => {
    const { status, code } = await answerTo(route, bearer(demoted));
    if (isForSessions(accessOf(route.procedure) ?? "session")) expect(code).toBe("scope-missing");
    else if (may("viewer", route)) expect(denials).not.toContain(status);
    else expect([status, code]).toEqual([403, "not-permitted"]);
  });
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
