import type { Credential } from "@sluice/api/schemas";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { type Browser, signInAs } from "../testing/browser.ts";
import { startTestApp, type TestApp } from "../testing/start-app.ts";
import { startProvider, type TestProvider } from "./testing/provider.ts";

const account = { email: "ada@example.com", password: "correct horse battery staple" };
const environment = {
  SLUICE_ALLOW_NETWORKS: "127.0.0.1",
  SLUICE_ADMIN_EMAIL: account.email,
  SLUICE_ADMIN_PASSWORD: account.password,
};
let app: TestApp;
let provider: TestProvider;
let browser: Browser;
beforeAll(async () => {
  provider = await startProvider();
  app = await startTestApp({ environment, fakeClock: true });
  browser = await signInAs(app.baseUrl, account);
});
afterAll(async () => {
  await app.stop();
  await provider.close();
});
beforeEach(() => {
  Object.assign(provider, {
    expiresIn: 3600,
    withoutRefresh: false,
    slowMs: 0,
    held: undefined,
    refuseNext: undefined,
  });
});

let count = 0;
async function create(more: object = {}): Promise<Credential> {
  count += 1;
  const { url, clientId, clientSecret } = provider;
  const answer = await app.call("POST", "/credentials", {
    name: `Provider ${count}`,
    auth: {
      ...{ type: "oauth2", grant: "authorization-code", authorizationUrl: `${url}/authorize?tenant=7` },
      ...{ tokenUrl: `${url}/token`, userUrl: `${url}/user`, clientId, clientSecret, scope: "read" },
      ...{ parameters: [{ name: "access_type", value: "offline" }], ...more },
    },
  });
  const made = (await answer.json()) as Credential;
  expect([answer.status, made]).toMatchObject([201, { oauth: { state: "unconnected" } }]);
  return made;
}
const statusOf = async ({ id }: { id: string }) =>
  ((await (await app.call("GET", `/credentials/${id}`)).json()) as Credential).oauth;

/** Where the provider's page leads, for a person who lets it in. */
async function answerAt(id: string): Promise<string> {
  const { url } = (await (await browser.call("POST", `/credentials/${id}/connect`)).json()) as {
    url: string;
  };
  const page = await (await fetch(url)).text();
  const link = /<a href="([^"]+)">Allow/.exec(page)?.[1]?.replaceAll("&amp;", "&");
  if (link === undefined) throw new Error(`the provider's page has no link: ${page}`);
  return link;
}
/** What the browser is sent on to when it comes back, from another site, as a link. */
async function comeBack(link: string): Promise<string | null> {
  const headers = { "sec-fetch-site": "cross-site", cookie: browser.cookie };
  const answer = await fetch(link, { redirect: "manual", headers });
  expect(answer.status).toBe(303);
  return answer.headers.get("location");
}
const connect = async (id: string) => comeBack(await answerAt(id));
const call = async ({ id }: { id: string }) =>
  (await (await app.call("POST", `/credentials/${id}/test`, { url: `${provider.url}/api` })).json()) as {
    ok: boolean;
    status: number | null;
    error: { code: string; message: string } | null;
  };

/** Lets the provider's token endpoint wait until it is released. */
function hold(): () => void {
  const { promise, resolve } = Promise.withResolvers<void>();
  provider.held = promise;
  return resolve;
}

describe("a grant", () => {
  it("belongs to the settings that it was begun with", async () => {
    const stale = "/credentials?connect=stale";
    const { clientSecret } = provider;
    const made = await create();
    const put = (auth: object, hosts: string[] = []) =>
      app.call("PUT", `/credentials/${made.id}`, { name: made.name, hosts, auth: { ...made.auth, ...auth } });
    const begun = await answerAt(made.id);
    const asked = provider.asked.length;
    expect((await put({ tokenUrl: `${provider.url}/other` })).status).toBe(200);
    expect(await comeBack(begun)).toBe(stale);
    expect(provider.asked).toHaveLength(asked);
    await put({});

    // And to those that stand when its tokens come.
    for (const change of [{ clientId: "another" }, { userUrl: "" }, { clientSecret: "another" }]) {
      await put({ clientSecret });
      const link = await answerAt(made.id);
      const release = hold();
      const before = provider.asked.length;
      const back = comeBack(link);
      await vi.waitFor(() => expect(provider.asked.length).toBe(before + 1), 10_000);
      expect((await put(change)).status).toBe(200);
      release();
      expect(await back).toBe(stale);
      expect(await statusOf(made)).toMatchObject({ state: "unconnected" });
    }
  });

  it("shows its token to no account URL that its hosts do not allow", async () => {
    const made = await create();
    const hosts = ["api.example"];
    await app.call("PUT", `/credentials/${made.id}`, { name: made.name, hosts, auth: made.auth });
    expect(await connect(made.id)).toMatch(/connect=connected/);
    expect(await statusOf(made)).toMatchObject({ state: "connected", connectedAs: null });
  });

  it("takes its tokens to no more hosts, whatever secret is given", async () => {
    const made = await create();
    const put = (hosts: string[], auth: object = {}) =>
      app.call("PUT", `/credentials/${made.id}`, { name: made.name, hosts, auth: { ...made.auth, ...auth } });
    expect((await put(["127.0.0.1", "api.example"])).status).toBe(200);
    await connect(made.id);
    expect((await put(["127.0.0.1"])).status).toBe(200);
    expect(await statusOf(made)).toMatchObject({ state: "connected" });
    expect((await put([])).status).toBe(400);
    expect(await call(made)).toMatchObject({ ok: true });
    expect((await put([], { clientSecret: "guessed" })).status).toBe(200);
    expect(await call(made)).toMatchObject({ error: { code: "credential-not-connected" } });
  });

  it("does not come back after a disconnection", async () => {
    const made = await create();
    await connect(made.id);
    app.advance(3700_000);
    const release = hold();
    const before = provider.asked.length;
    const renewing = call(made);
    await vi.waitFor(() => expect(provider.asked.length).toBe(before + 1), 10_000);
    await app.call("POST", `/credentials/${made.id}/disconnect`);
    release();
    expect(await renewing).toMatchObject({ ok: false, error: { code: "credential-not-connected" } });
    expect(await statusOf(made)).toMatchObject({ state: "unconnected", connectedAs: null });
  });
});
