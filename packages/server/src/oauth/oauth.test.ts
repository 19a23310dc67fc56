import type { Execution } from "@sluice/api/schemas";
import type { WorkflowDocument } from "@sluice/workflow/document";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Browser, invite, signInAs } from "../testing/browser.ts";
import { describeOnPostgres, emptyPostgres } from "../testing/postgres/temporary-postgres.ts";
import { startTestApp, type TestApp } from "../testing/start-app.ts";
import type { TestProvider } from "./testing/provider.ts";
import { account, environment, type Stage, startStage } from "./testing/stage.ts";

let stage: Stage;
let app: TestApp;
let provider: TestProvider;
let browser: Browser;
beforeAll(async () => {
  stage = await startStage();
  ({ app, provider, browser } = stage);
});
afterAll(() => stage.stop());
beforeEach(() => stage.calm());

describe("connecting", () => {
  it("lets a person in at the provider, with PKCE, and shows who it is and no token", async () => {
    const made = await stage.create();
    expect(await stage.call(made)).toMatchObject({ ok: false, error: { code: "credential-not-connected" } });
    const begun = (await (await browser.call("POST", `/credentials/${made.id}/connect`)).json()) as {
      url: string;
    };
    expect(Object.fromEntries(new URL(begun.url).searchParams)).toMatchObject({
      ...{ tenant: "7", response_type: "code", client_id: provider.clientId, scope: "read" },
      ...{ access_type: "offline", code_challenge_method: "S256" },
      redirect_uri: `${app.baseUrl}/api/v1/oauth/callback`,
    });
    expect(await stage.connect(made.id)).toBe(`/credentials?connect=connected&credential=${made.id}`);
    expect(await stage.statusOf(made)).toMatchObject({
      ...{ state: "connected", connectedAs: "ada@provider.example", scope: "read", renewable: true },
      error: null,
    });
    expect(provider.asked.at(-1)?.form).toMatchObject({ grant_type: "authorization_code" });
    expect(await stage.call(made)).toMatchObject({ ok: true, status: 200 });
    const shown = JSON.stringify([
      await (await app.call("GET", "/credentials")).json(),
      await (await app.call("GET", `/credentials/${made.id}`)).json(),
    ]);
    expect(shown + app.log()).not.toMatch(/access-[0-9a-f]{18}|refresh-[0-9a-f]{18}|client-canary/);
    expect(JSON.parse(shown)[0].callbackUrl).toBe(`${app.baseUrl}/api/v1/oauth/callback`);
  });

  it("keeps the provider's words when it is refused, and what was connected before", async () => {
    const made = await stage.create();
    await stage.connect(made.id);
    const link = await stage.answerAt(made.id, "Deny");
    expect(await stage.comeBack(link)).toBe(`/credentials?connect=refused&credential=${made.id}`);
    expect(await stage.statusOf(made)).toMatchObject({
      ...{ state: "connected", error: { code: "access_denied", message: "Ada said no" } },
    });
    expect(await stage.call(made)).toMatchObject({ ok: true });
  });

  it("takes what comes back once, in time, from the session that began it", async () => {
    const made = await stage.create();
    const stale = "/credentials?connect=stale";
    const link = await stage.answerAt(made.id, "Allow");
    const other = await signInAs(app.baseUrl, account);
    expect(await stage.comeBack(link, other.cookie)).toBe(stale);
    expect(await stage.comeBack(link, null)).toBe(stale);
    expect(await stage.comeBack(link, "sluice_session=guessed")).toBe(stale);
    expect(await stage.statusOf(made)).toMatchObject({ state: "unconnected" });
    // Nobody else uses up what a session has begun.
    expect(await stage.comeBack(link)).toMatch(/connect=connected/);
    await app.call("POST", `/credentials/${made.id}/disconnect`);
    const late = await stage.answerAt(made.id, "Allow");
    app.advance(10 * 60_000);
    expect(await stage.comeBack(late)).toBe(stale);
    const forged = new URL(await stage.answerAt(made.id, "Allow"));
    forged.searchParams.set("state", "guessed");
    expect(await stage.comeBack(forged.href)).toBe(stale);
    expect(await stage.statusOf(made)).toMatchObject({ state: "unconnected" });
    const good = await stage.answerAt(made.id, "Allow");
    expect(await stage.comeBack(good)).toMatch(/connect=connected/);
    expect(await stage.comeBack(good)).toBe(stale);
  });

  it("is ended by nobody who could not begin it any more", async () => {
    const made = await stage.create();
    const stale = "/credentials?connect=stale";
    const person = { email: "eve@example.com", password: "another horse battery staple" };
    const eve = await invite(app.baseUrl, { by: browser, role: "editor", ...person });
    expect(await stage.connect(made.id, eve)).toMatch(/connect=connected/);
    await app.call("POST", `/credentials/${made.id}/disconnect`);

    const before = await stage.answerAt(made.id, "Allow", eve);
    const changed = await browser.call("PATCH", `/users/${eve.session.user.id}`, { role: "viewer" });
    expect(changed.status).toBe(200);
    expect(await stage.comeBack(before, eve.cookie)).toBe(stale);

    await browser.call("PATCH", `/users/${eve.session.user.id}`, { role: "editor" });
    const again = await signInAs(app.baseUrl, person);
    const left = await stage.answerAt(made.id, "Allow", again);
    expect((await again.call("DELETE", "/session")).status).toBe(204);
    expect(await stage.comeBack(left, again.cookie)).toBe(stale);
    const gone = await signInAs(app.baseUrl, person);
    const late = await stage.answerAt(made.id, "Allow", gone);
    expect((await browser.call("DELETE", `/users/${eve.session.user.id}`)).ok).toBe(true);
    expect(await stage.comeBack(late, gone.cookie)).toBe(stale);
    expect(await stage.statusOf(made)).toMatchObject({ state: "unconnected", error: null });
  });

  it("is for people, and for what can be connected", async () => {
    const made = await stage.create();
    expect((await app.call("POST", `/credentials/${made.id}/connect`)).status).toBe(403);
    const own = await stage.create({ grant: "client-credentials", authorizationUrl: null, userUrl: null });
    const refused = await browser.call("POST", `/credentials/${own.id}/connect`);
    expect(await refused.json()).toMatchObject({ status: 409, code: "credential-not-connectable" });
    const forged = await browser.call("POST", `/credentials/${made.id}/connect`, undefined, {
      "x-sluice-csrf": null,
    });
    expect(forged.status).toBe(403);
  });

  it("says what the provider says of a code or client that it does not take", async () => {
    const made = await stage.create({ clientSecret: "not-the-secret", clientAuth: "post" });
    expect(await stage.connect(made.id)).toMatch(/connect=refused/);
    expect((await stage.statusOf(made))?.error).toMatchObject({
      code: "invalid_client",
      message: "unknown client, or [redacted] is wrong",
    });
    const broken = await stage.create();
    for (const [refuseNext, error] of [
      [{ status: 503, body: "<h1>away</h1>" }, "the provider answered 503"],
      [{ status: 200, body: "<h1>sign in</h1>" }, "none of OAuth 2.0"],
      [{ status: 302, body: "", headers: { location: "http://169.254.169.254/" } }, "answered 302"],
      [{ status: 200, body: { ok: false, error: "bad_client" } }, "bad_client"],
      [{ status: 200, body: { access_token: "x", token_type: "DPoP" } }, "connected"],
    ] as const) {
      provider.refuseNext = refuseNext;
      await stage.connect(broken.id);
      const status = await stage.statusOf(broken);
      expect(status?.error?.message ?? status?.state).toContain(error);
    }
  });
});

describe("renewing", () => {
  it("comes ahead of the end, with the rotated token, once for all who ask", async () => {
    const made = await stage.create();
    await stage.connect(made.id);
    const before = provider.asked.length;
    app.advance(3600_000 - 61_000);
    expect(await stage.call(made)).toMatchObject({ ok: true });
    expect(provider.asked).toHaveLength(before);
    app.advance(2000);
    Object.assign(provider, { slowMs: 100, mostAtOnce: 0 });
    const all = await Promise.all(Array.from({ length: 20 }, () => stage.call(made)));
    expect(all.every(({ ok }) => ok)).toBe(true);
    expect(provider.asked).toHaveLength(before + 1);
    // And again, which the provider takes with the newest refresh token only.
    app.advance(2 * 3600_000);
    expect(
      (await Promise.all(Array.from({ length: 20 }, () => stage.call(made)))).every(({ ok }) => ok),
    ).toBe(true);
    expect(provider.asked).toHaveLength(before + 2);
    expect(provider.mostAtOnce).toBe(1);
    expect(await stage.statusOf(made)).toMatchObject({
      state: "connected",
      connectedAs: "ada@provider.example",
    });
  });

  it("comes once after a 401, and not again for who may simply not", async () => {
    const made = await stage.create();
    await stage.connect(made.id);
    const before = provider.asked.length;
    app.advance(60_000);
    provider.good.clear();
    const calls = provider.calls.length;
    expect(await stage.call(made)).toMatchObject({ ok: true, status: 200 });
    expect(provider.calls.slice(calls).map(({ status }) => status)).toEqual([401, 200]);
    expect(provider.asked).toHaveLength(before + 1);
    // Fresh, and refused: asking for another would change nothing.
    provider.good.clear();
    expect(await stage.call(made)).toMatchObject({ ok: false, status: 401 });
    expect(provider.asked).toHaveLength(before + 1);
  });

  it("goes on with the old one while the provider is away, and says when there is none left", async () => {
    const made = await stage.create();
    await stage.connect(made.id);
    app.advance(3600_000 - 30_000);
    provider.refuseNext = { status: 503, body: "" };
    expect(await stage.call(made)).toMatchObject({ ok: true });
    expect((await stage.statusOf(made))?.error).toMatchObject({ message: expect.stringContaining("503") });
    app.advance(60_000);
    provider.refuseNext = { status: 500, body: "" };
    expect(await stage.call(made)).toMatchObject({ ok: false, error: { code: "credential-not-renewed" } });
    expect(await stage.call(made)).toMatchObject({ ok: true });
    expect((await stage.statusOf(made))?.error).toBeNull();
  });

  it("ends when the provider takes it back, until a person connects again", async () => {
    const made = await stage.create();
    await stage.connect(made.id);
    app.advance(3700_000);
    provider.refuseNext = {
      status: 400,
      body: { error: "invalid_grant", error_description: "Token has been revoked" },
    };
    const first = await stage.call(made);
    expect(first.error).toMatchObject({
      code: "credential-refused",
      message: expect.stringContaining("revoked"),
    });
    const asked = provider.asked.length;
    expect(await stage.call(made)).toMatchObject({ ok: false, error: { code: "credential-refused" } });
    expect(provider.asked).toHaveLength(asked);
    expect(await stage.statusOf(made)).toMatchObject({ state: "broken", error: { code: "invalid_grant" } });
    await stage.connect(made.id);
    expect(await stage.statusOf(made)).toMatchObject({ state: "connected", error: null });
    expect(await stage.call(made)).toMatchObject({ ok: true });
  });

  it("is not possible without a refresh token, which is told before it ends", async () => {
    provider.withoutRefresh = true;
    const made = await stage.create();
    await stage.connect(made.id);
    expect(await stage.statusOf(made)).toMatchObject({ state: "connected", renewable: false });
    app.advance(3601_000);
    expect(await stage.call(made)).toMatchObject({ ok: false, error: { code: "credential-expired" } });
    expect(await stage.statusOf(made)).toMatchObject({ state: "expired" });
  });

  it("needs nobody where Sluice asks in its own name", async () => {
    // A page that nobody visits need not be named.
    const made = await stage.create({ grant: "client-credentials", authorizationUrl: undefined });
    expect(made.auth).toMatchObject({ grant: "client-credentials", authorizationUrl: "" });
    expect(await stage.call(made)).toMatchObject({ ok: true });
    expect(provider.asked.at(-1)).toMatchObject({
      authorization: expect.stringMatching(/^Basic /),
      form: { grant_type: "client_credentials", scope: "read", access_type: "offline" },
    });
    const asked = provider.asked.length;
    await stage.call(made);
    app.advance(3601_000);
    expect(await stage.call(made)).toMatchObject({ ok: true });
    expect(provider.asked).toHaveLength(asked + 1);
  });

  it("forgets what belongs to another client, and what is disconnected", async () => {
    const made = await stage.create();
    await stage.connect(made.id);
    const auth = { ...made.auth, clientId: "another" };
    await app.call("PUT", `/credentials/${made.id}`, { name: made.name, auth });
    expect(await stage.statusOf(made)).toMatchObject({ state: "unconnected", connectedAs: null });
    await app.call("PUT", `/credentials/${made.id}`, { name: made.name, auth: made.auth });
    await stage.connect(made.id);
    await app.call("POST", `/credentials/${made.id}/disconnect`);
    expect(await stage.call(made)).toMatchObject({ error: { code: "credential-not-connected" } });
  });

  it("reaches no private address, whatever the credential says", async () => {
    const before = provider.asked.length;
    const tokenUrl = `${provider.url.replace("127.0.0.1", "127.0.0.2")}/token`;
    const made = await stage.create({ grant: "client-credentials", authorizationUrl: "", tokenUrl });
    expect(await stage.call(made)).toMatchObject({ ok: false, error: { code: "address-refused" } });
    expect(provider.asked).toHaveLength(before);
  });
});

it("serves a workflow, whose records hold no token, not even the renewed one", async () => {
  const made = await stage.create();
  await stage.connect(made.id);
  app.advance(60_000);
  provider.good.clear();
  const document: WorkflowDocument = {
    ...{ format: 1, name: "Calls", mode: "sync", trigger: { type: "webhook", config: {} } },
    nodes: {
      call: { type: "http", config: { url: `${provider.url}/api`, credential: { credential: made.id } } },
      answer: { type: "response", config: { body: "{{ steps.call.body }}" } },
    },
    edges: [
      { from: "trigger", to: "call" },
      { from: "call", to: "answer" },
    ],
  };
  const workflow = (await (await app.call("POST", "/workflows", { document })).json()) as {
    id: string;
    hookUrl: string;
  };
  expect((await app.call("POST", `/workflows/${workflow.id}/publish`, {})).status).toBe(200);
  const answer = await fetch(workflow.hookUrl, { method: "POST" });
  expect(answer.status).toBe(200);
  // The other side told the token back, which is the caller's to see and in no record.
  expect(await answer.text()).toContain("access-");
  const id = answer.headers.get("sluice-execution-id") ?? "";
  const execution = (await (await app.call("GET", `/executions/${id}`)).json()) as Execution;
  expect(JSON.stringify(execution)).not.toMatch(/access-[0-9a-f]{18}/);
});

describeOnPostgres("processes that share a database", () => {
  it("ask the provider one at a time, and lose no rotated token", async () => {
    const { url, remove } = await emptyPostgres();
    const shared = {
      ...{ ...environment, SLUICE_DATABASE_URL: url },
      SLUICE_SECRET_KEY: "a key of more than thirty-two characters for all processes",
    };
    const now = Date.now();
    const apps = await Promise.all([
      startTestApp({ environment: shared, fakeClock: true, now }),
      startTestApp({ environment: shared, fakeClock: true, now }),
    ]);
    try {
      const [one] = apps;
      const made = await stage.create({}, one);
      await stage.connect(made.id, await signInAs(one.baseUrl, account));
      Object.assign(provider, { slowMs: 150, mostAtOnce: 0 });
      for (let round = 1; round <= 3; round += 1) {
        const before = provider.asked.length;
        for (const each of apps) each.advance(3700_000);
        const calls = apps.flatMap((each) => Array.from({ length: 5 }, () => stage.call(made, each)));
        expect((await Promise.all(calls)).map(({ ok }) => ok)).toEqual(Array(10).fill(true));
        expect(provider.asked).toHaveLength(before + 1);
      }
      expect(provider.mostAtOnce).toBe(1);
      expect(await stage.statusOf(made, one)).toMatchObject({ state: "connected", error: null });
    } finally {
      await Promise.all(apps.map((each) => each.stop()));
      await remove();
    }
  }, 60_000);
});
