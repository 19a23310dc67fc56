import type { Credential } from "@sluice/api/schemas";
import { expect } from "vitest";
import { type Browser, signInAs } from "../../testing/browser.ts";
import { startTestApp, type TestApp } from "../../testing/start-app.ts";
import { startProvider, type TestProvider } from "./provider.ts";

/** Who is signed in. */
export const account = { email: "ada@example.com", password: "correct horse battery staple" };
/** What an app needs to know that account and to reach the provider. */
export const environment = {
  SLUICE_ALLOW_NETWORKS: "127.0.0.1",
  SLUICE_ADMIN_EMAIL: account.email,
  SLUICE_ADMIN_PASSWORD: account.password,
};

/** What the test of a credential answers. */
export interface Tried {
  readonly ok: boolean;
  readonly status: number | null;
  readonly error: { readonly code: string; readonly message: string } | null;
}

export interface Stage {
  readonly app: TestApp;
  readonly provider: TestProvider;
  readonly browser: Browser;
  /** The provider as it is at the beginning, for the next test. */
  calm(): void;
  /** A credential of the provider that nobody has connected; `more` changes its settings. */
  create(more?: object, on?: TestApp): Promise<Credential>;
  statusOf(credential: { readonly id: string }, on?: TestApp): Promise<Credential["oauth"]>;
  /** Where the provider's page leads, for a person who lets it in, or does not. */
  answerAt(id: string, choice?: "Allow" | "Deny", by?: Browser): Promise<string>;
  /** What the browser is sent on to when it comes back, from another site, as a link. */
  comeBack(link: string, cookie?: string | null): Promise<string | null>;
  /** Lets Sluice in, all the way. */
  connect(id: string, by?: Browser): Promise<string | null>;
  /** One request with the credential. */
  call(credential: { readonly id: string }, on?: TestApp): Promise<Tried>;
  stop(): Promise<void>;
}

/** A real server with time in the test's hand, a real provider, and the browser in between. */
export async function startStage(): Promise<Stage> {
  const provider = await startProvider();
  const app = await startTestApp({ environment, fakeClock: true });
  const browser = await signInAs(app.baseUrl, account);
  let count = 0;

  async function answerAt(id: string, choice: "Allow" | "Deny" = "Allow", by = browser): Promise<string> {
    const { url } = (await (await by.call("POST", `/credentials/${id}/connect`)).json()) as { url: string };
    const page = await (await fetch(url)).text();
    const link = new RegExp(`<a href="([^"]+)">${choice}`).exec(page)?.[1]?.replaceAll("&amp;", "&");
    if (link === undefined) throw new Error(`the provider's page has no link: ${page}`);
    return link;
  }

  async function comeBack(link: string, cookie: string | null = browser.cookie): Promise<string | null> {
    const headers = { "sec-fetch-site": "cross-site", ...(cookie === null ? {} : { cookie }) };
    const answer = await fetch(link, { redirect: "manual", headers });
    expect(answer.status).toBe(303);
    return answer.headers.get("location");
  }

  return {
    ...{ app, provider, browser, answerAt, comeBack },
    calm() {
      Object.assign(provider, { expiresIn: 3600, withoutRefresh: false, slowMs: 0 });
      Object.assign(provider, { held: undefined, refuseNext: undefined });
    },
    async create(more = {}, on = app) {
      count += 1;
      const { url, clientId, clientSecret } = provider;
      const answer = await on.call("POST", "/credentials", {
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
    },
    statusOf: async ({ id }, on = app) =>
      ((await (await on.call("GET", `/credentials/${id}`)).json()) as Credential).oauth,
    connect: async (id, by = browser) => comeBack(await answerAt(id, "Allow", by), by.cookie),
    call: async ({ id }, on = app) =>
      (await (
        await on.call("POST", `/credentials/${id}/test`, { url: `${provider.url}/api` })
      ).json()) as Tried,
    async stop() {
      await app.stop();
      await provider.close();
    },
  };
}
