import { parseSetCookie } from "cookie";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createSqliteAccountsStore } from "../../stores/accounts/sqlite.ts";
import type { AccountsStore } from "../../stores/accounts/store.ts";
import { type Browser, signInAs } from "../../testing/browser.ts";
import { freePort } from "../../testing/free-port.ts";
import { startTestApp, type TestApp } from "../../testing/start-app.ts";
import { temporaryDatabase } from "../../testing/temporary-database.ts";
import { createFirstUser } from "../users.ts";
import { type Acted, type Admit, createAdmit } from "./admit.ts";
import { createOidcProvider } from "./provider.ts";
import { startProvider, type TestProvider } from "./testing/start-provider.ts";

const account = { email: "owner@example.com", password: "correct horse battery 9" };
let app: TestApp;
let owner: Browser;
let provider: TestProvider;
beforeAll(async () => {
  const publicUrl = `http://127.0.0.1:${await freePort()}`;
  provider = await startProvider(`${publicUrl}/oidc/callback`);
  app = await startApp(publicUrl);
  owner = await signInAs(app.baseUrl, account);
}, 60_000);
afterAll(async () => {
  await app.stop();
  await provider.close();
});
beforeEach(() => {
  provider.person = { email: "ana@example.com", email_verified: true };
});

function startApp(publicUrl: string) {
  return startTestApp({
    environment: {
      ...{ SLUICE_ADMIN_EMAIL: account.email, SLUICE_ADMIN_PASSWORD: account.password },
      SLUICE_PUBLIC_URL: publicUrl,
      SLUICE_OIDC_ISSUER: provider.issuer,
      SLUICE_OIDC_CLIENT_ID: provider.clientId,
      SLUICE_OIDC_CLIENT_SECRET: provider.clientSecret,
    },
  });
}

/** What a browser is sent through, with the cookies that it keeps. `reached`: it would go there next, and has not. */
interface Tour {
  readonly cookies: Map<string, string>;
  readonly reached: URL;
}

/** Follows redirects as a browser does, up to an address that `stops` names. The public URL is this app's own. */
async function follow(
  from: URL,
  stops: (url: URL) => boolean,
  cookies = new Map<string, string>(),
): Promise<Tour> {
  let url = from;
  for (let hop = 0; hop < 12 && !stops(url); hop += 1) {
    const own = url.port !== new URL(provider.issuer).port;
    const target = own ? new URL(url.pathname + url.search, app.baseUrl) : url;
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await fetch(target, { redirect: "manual", headers: { cookie } });
    for (const line of answer.headers.getSetCookie()) {
      const { name, value, maxAge, expires } = parseSetCookie(line);
      const gone = maxAge === 0 || value === "" || (expires !== undefined && expires.getTime() < Date.now());
      if (gone) cookies.delete(name);
      else cookies.set(name, value ?? "");
    }
    const location = answer.headers.get("location");
    if (location === null) throw new Error(`${url.href} answers ${answer.status}: ${await answer.text()}`);
    url = new URL(location, url);
  }
  return { cookies, reached: url };
}

const atSignIn = (url: URL) => url.pathname === "/sign-in";
const atCallback = (url: URL) => url.pathname === "/oidc/callback";
const begin = (query = "") => new URL(`/oidc/sign-in${query}`, app.baseUrl);
const problemOf = ({ reached }: Tour) => reached.searchParams.get("problem");

interface Row {
  readonly act: string;
  readonly outcome: string;
  readonly at: string;
}
/** What the audit log has since a moment, the newest first. */
async function rowsSince(from: number) {
  const query = new URLSearchParams({ from: new Date(from).toISOString(), limit: "200" });
  const answer = await app.call("GET", `/audit?${query}`);
  return ((await answer.json()) as { items: Row[] }).items;
}

async function whoIs({ cookies }: Tour) {
  const cookie = `sluice_session=${cookies.get("sluice_session")}`;
  const answer = await fetch(`${app.baseUrl}/api/v1/session`, { headers: { cookie } });
  return answer.ok ? ((await answer.json()) as { user: object }).user : answer.status;
}

describe("single sign-on", () => {
  it("is offered where it is set", async () => {
    const ways = await (await fetch(`${app.baseUrl}/api/v1/session/ways`)).json();
    expect(ways).toEqual({ resetByMail: false, oidc: true });
  });

  it("asks with PKCE, state and nonce, and keeps what it asked out of the page's reach", async () => {
    const answer = await fetch(begin(), { redirect: "manual" });
    const asked = new URL(answer.headers.get("location") ?? "").searchParams;
    expect([asked.get("code_challenge_method"), asked.get("response_type")]).toEqual(["S256", "code"]);
    for (const name of ["code_challenge", "state", "nonce"]) expect(asked.get(name)).toMatch(/^[\w-]{40,}$/);
    expect(answer.headers.get("set-cookie")).toMatch(
      /^sluice_oidc=.+; Max-Age=600; Path=\/oidc; HttpOnly; SameSite=Lax$/,
    );
    expect(answer.headers.get("set-cookie")).not.toContain(asked.get("state"));
  });

  it("lets nobody in whom nobody has invited", async () => {
    const tour = await follow(begin(), atSignIn);
    expect([problemOf(tour), await whoIs(tour)]).toEqual(["oidc-unknown-person", 401]);
  });

  it("makes the account of who is invited, with the role of the invitation, and knows them again", async () => {
    await owner.call("POST", "/invitations", { email: "Ana@example.com", role: "operator" });
    const tour = await follow(begin("?return=/deliveries"), atSignIn);
    expect(tour.reached.search).toBe("?return=%2Fdeliveries");
    const ana = { email: "ana@example.com", role: "operator", hasPassword: false };
    expect(await whoIs(tour)).toMatchObject(ana);
    expect(tour.cookies.has("sluice_oidc")).toBe(false);
    const again = await follow(begin(), atSignIn);
    expect(await whoIs(again)).toEqual(await whoIs(tour));
    expect(((await (await owner.call("GET", "/invitations")).json()) as { items: [] }).items).toEqual([]);
  });

  it("signs in to an account that has a password, and not to one that is disabled", async () => {
    provider.person = { email: "OWNER@example.com", email_verified: true };
    expect(await whoIs(await follow(begin(), atSignIn))).toMatchObject({
      email: account.email,
      role: "owner",
    });
    provider.person = { email: "ana@example.com", email_verified: true };
    const { items } = (await (await owner.call("GET", "/users")).json()) as {
      items: { id: string; email: string }[];
    };
    const ana = items.find(({ email }) => email === "ana@example.com");
    await owner.call("PATCH", `/users/${ana?.id}`, { disabled: true });
    const tour = await follow(begin(), atSignIn);
    expect([problemOf(tour), await whoIs(tour)]).toEqual(["account-disabled", 401]);
    await owner.call("PATCH", `/users/${ana?.id}`, { disabled: false });
  });

  it.each([
    [
      "an address that is not verified",
      { email: account.email, email_verified: false },
      "oidc-email-unverified",
    ],
    ["an address of which nothing is said", { email: account.email }, "oidc-email-unverified"],
    ["no address", {}, "oidc-email-unverified"],
    ["a refusal", null, "oidc-denied"],
  ])("takes %s for no proof", async (_what, person, problem) => {
    provider.person = person;
    const tour = await follow(begin(), atSignIn);
    expect([problemOf(tour), await whoIs(tour)]).toEqual([problem, 401]);
  });

  it("takes back only the browser that it sent, once", async () => {
    const sent = await follow(begin(), atCallback);
    const stranger = await follow(sent.reached, atSignIn, new Map());
    expect(problemOf(stranger)).toBe("oidc-expired");
    // Another one's code and state in a browser that is under way itself: nobody is signed in as somebody else.
    const other = await follow(begin(), atCallback);
    const crossed = await follow(sent.reached, atSignIn, new Map(other.cookies));
    expect([problemOf(crossed), await whoIs(crossed)]).toEqual(["oidc-failed", 401]);
    const kept = new Map(sent.cookies);
    expect(await whoIs(await follow(sent.reached, atSignIn, new Map(kept)))).toMatchObject({
      role: "operator",
    });
    expect(problemOf(await follow(sent.reached, atSignIn, new Map(kept)))).toBe("oidc-failed");
    const forged = new Map([["sluice_oidc", "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..a.b.c"]]);
    expect(problemOf(await follow(sent.reached, atSignIn, forged))).toBe("oidc-expired");
  });

  it("has its rows in the audit log: accounts, sign-ins and refusals", async () => {
    await owner.call("POST", "/invitations", { email: "cleo@example.com", role: "viewer" });
    provider.person = { email: "cleo@example.com", email_verified: true };
    const from = Date.now();
    const tour = await follow(begin(), atSignIn);
    const { id } = (await whoIs(tour)) as { id: string };
    const object = { kind: "user", id, name: "cleo@example.com" };
    const actor = { kind: "person", id, name: "cleo@example.com", address: "127.0.0.1" };
    expect(await rowsSince(from)).toMatchObject([
      { act: "session.create", actor, object, outcome: "ok", requestId: expect.stringMatching(/^req_/) },
      { act: "invitations.accept", actor, object, outcome: "ok" },
    ]);

    const later = Date.now() + 1;
    await owner.call("PATCH", `/users/${id}`, { disabled: true });
    await follow(begin(), atSignIn);
    provider.person = { email: "canary@example.com", email_verified: true };
    await follow(begin(), atSignIn);
    provider.person = { email: account.email, email_verified: false };
    await follow(begin(), atSignIn);
    const refused = (await rowsSince(later)).filter(({ act }) => act === "session.create");
    const nobody = { kind: "nobody", name: null };
    expect(refused).toMatchObject([
      { actor: nobody, object: null, outcome: "oidc-email-unverified" },
      { actor: nobody, object: null, outcome: "oidc-unknown-person" },
      { actor: nobody, object, outcome: "account-disabled" },
    ]);
    expect(JSON.stringify(refused)).not.toContain("canary");
  });

  it("leaves no secret in the log", () => {
    expect(app.log()).toContain("oidc-failed");
    for (const secret of [provider.clientSecret, "code_verifier", "id_token="])
      expect(app.log()).not.toContain(secret);
  });
});

describe("strangers who come to the callback", () => {
  it("have so many rows in a minute and no more, and keep out nobody's who signs in", async () => {
    const from = Date.now();
    for (let n = 0; n < 70; n += 1) {
      await fetch(`${app.baseUrl}/oidc/callback?state=x`, { redirect: "manual" });
    }
    provider.person = { email: account.email, email_verified: true };
    await follow(begin(), atSignIn);
    const [newest, ...others] = await rowsSince(from);
    expect(newest).toMatchObject({ act: "session.create", outcome: "ok" });
    expect(others.length).toBeGreaterThan(10);
    expect(others.length).toBeLessThanOrEqual(60);
    expect(others.every(({ outcome }) => outcome === "oidc-expired")).toBe(true);
  });
});

describe("who is let in by a verified address", () => {
  const withStore = async (role: "viewer" | undefined, work: (given: Parts) => Promise<void>) => {
    const { database, remove } = temporaryDatabase();
    const store = createSqliteAccountsStore(database);
    try {
      const admit = createAdmit({ store, clock: () => 1, role });
      const acts: string[] = [];
      const acted: Acted = async ({ act, work, outcomeOf }) => {
        const done = await work();
        acts.push(`${act} ${outcomeOf?.(done)}`);
        return done;
      };
      await work({ store, acts, admit: (email) => admit(email, acted) });
    } finally {
      remove();
    }
  };
  interface Parts {
    readonly store: AccountsStore;
    readonly acts: readonly string[];
    readonly admit: (email: string) => ReturnType<Admit>;
  }

  it("is everybody where there is a role for new people, once the first account is made", async () => {
    await withStore("viewer", async ({ store, admit, acts }) => {
      await expect(admit("bob@example.com")).rejects.toMatchObject({ code: "oidc-unknown-person" });
      await createFirstUser({ store: store.users, clock: () => 1, ...account });
      const both = await Promise.all([admit("bob@example.com"), admit("Bob@example.com")]);
      expect(both.map(({ role }) => role)).toEqual(["viewer", "viewer"]);
      expect(await store.users.count()).toBe(2);
      expect(acts.toSorted()).toEqual(["users.create email-taken", "users.create ok"]);
    });
  });
});

describe("a provider that is away", () => {
  it("is said to be, and asked again later", async () => {
    const settings = { clientId: "x", clientSecret: "y", scopes: "openid email" };
    const away = createOidcProvider({ ...settings, issuer: new URL(`http://127.0.0.1:${await freePort()}`) });
    for (const _ of [1, 2]) {
      await expect(away.begin("http://127.0.0.1/oidc/callback")).rejects.toMatchObject({
        code: "oidc-failed",
      });
    }
  });
});
