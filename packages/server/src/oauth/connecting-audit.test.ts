import type { Credential } from "@sluice/api/schemas";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Browser, signInAs } from "../testing/browser.ts";
import { startTestApp, type TestApp } from "../testing/start-app.ts";
import { startProvider, type TestProvider } from "./testing/provider.ts";

const account = { email: "ada@example.com", password: "correct horse battery staple" };
let app: TestApp;
let provider: TestProvider;
let browser: Browser;
beforeAll(async () => {
  provider = await startProvider();
  const environment = {
    SLUICE_ALLOW_NETWORKS: "127.0.0.1",
    SLUICE_ADMIN_EMAIL: account.email,
    SLUICE_ADMIN_PASSWORD: account.password,
  };
  app = await startTestApp({ environment, fakeClock: true });
  browser = await signInAs(app.baseUrl, account);
});
afterAll(async () => {
  await app.stop();
  await provider.close();
});

/** Where the provider's page leads, for a person who lets it in, or does not. */
async function answerAt(id: string, choice: "Allow" | "Deny"): Promise<string> {
  const { url } = (await (await browser.call("POST", `/credentials/${id}/connect`)).json()) as {
    url: string;
  };
  const page = await (await fetch(url)).text();
  const link = new RegExp(`<a href="([^"]+)">${choice}`).exec(page)?.[1]?.replaceAll("&amp;", "&");
  if (link === undefined) throw new Error(`the provider's page has no link: ${page}`);
  return link;
}
/** What the browser is sent on to when it comes back, from another site, as a link. */
async function comeBack(link: string, cookie: string | null = browser.cookie): Promise<string | null> {
  const headers = { "sec-fetch-site": "cross-site", ...(cookie === null ? {} : { cookie }) };
  const answer = await fetch(link, { redirect: "manual", headers });
  expect(answer.status).toBe(303);
  return answer.headers.get("location");
}

describe("who comes back from a provider", () => {
  it("has its row in the audit log, whatever came of it, and none of strangers", async () => {
    const { url, clientId, clientSecret } = provider;
    const auth = {
      ...{ type: "oauth2", grant: "authorization-code", authorizationUrl: `${url}/authorize` },
      ...{ tokenUrl: `${url}/token`, userUrl: `${url}/user`, clientId, clientSecret, scope: "read" },
      parameters: [],
    };
    const created = await app.call("POST", "/credentials", { name: "Provider", auth });
    const made = (await created.json()) as Credential;
    const rows = async (query: string) => {
      const answer = await app.call("GET", `/audit?act=credentials.connect&limit=200${query}`);
      return ((await answer.json()) as { items: { outcome: string }[] }).items;
    };
    const own = () => rows(`&object=${made.id}`);
    const failed = async () => (await rows("&outcome=failed")).length;
    await comeBack(await answerAt(made.id, "Allow"));
    const { user } = browser.session;
    const actor = { kind: "person", id: user.id, name: user.email, address: "127.0.0.1" };
    const object = { kind: "credential", id: made.id, name: made.name };
    // One of the call that began it, one of the way back.
    const ok = { actor, object, outcome: "ok" };
    expect(await own()).toMatchObject([ok, ok]);
    await comeBack(await answerAt(made.id, "Deny"));
    const refused = (await own()).filter(({ outcome }) => outcome !== "ok");
    expect(refused).toMatchObject([{ actor, object, outcome: "credential-refused" }]);

    const link = await answerAt(made.id, "Allow");
    const before = await failed();
    await comeBack(link, null);
    await comeBack(link, "sluice_session=guessed");
    expect(await failed()).toBe(before);
    // Of another session, with a time of its own.
    app.advance(1);
    const other = await signInAs(app.baseUrl, account);
    await comeBack(link, other.cookie);
    expect((await rows(""))[0]).toMatchObject({ actor, object: null, outcome: "callback-used" });
    for (let n = 0; n < 65; n += 1) await comeBack(link, other.cookie);
    expect((await failed()) - before).toBeLessThanOrEqual(60);
    expect(await comeBack(link)).toMatch(/connect=connected/);
    expect((await own()).filter(({ outcome }) => outcome === "ok")).toHaveLength(5);
  });
});
