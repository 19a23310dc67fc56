import { createClient } from "@sluice/api/client";
import type { ListedUser, OpenSession, Token } from "@sluice/api/schemas";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type MailSink, startMailSink } from "../outgoing/testing/mail-sink.ts";
import { type Browser, invite, signInAs } from "../testing/browser.ts";
import { startTestApp, type TestApp } from "../testing/start-app.ts";

const password = "correct horse battery 9";
const owner = { email: "owner@example.com", password };
const hourMs = 60 * 60 * 1000;
let app: TestApp;
let sink: MailSink;
let ana: Browser;
beforeAll(async () => {
  sink = await startMailSink();
  app = await startTestApp({
    fakeClock: true,
    environment: {
      ...{ SLUICE_ADMIN_EMAIL: owner.email, SLUICE_ADMIN_PASSWORD: password },
      SLUICE_MAIL_URL: `smtp://127.0.0.1:${sink.port}?security=none`,
      SLUICE_MAIL_FROM: "sluice@example.com",
    },
  });
  ana = await signInAs(app.baseUrl, owner);
}, 60_000);
afterAll(async () => {
  await app.stop();
  await sink.close();
});

/** A status for success, the problem's code otherwise. */
async function outcomeOf(answer: Promise<Response>): Promise<number | string> {
  const { ok, status, json } = await answer.then((one) => ({ ok: one.ok, status: one.status, json: one }));
  return ok ? status : ((await json.json()) as { code: string }).code;
}
const read = async <Body>(answer: Promise<Response>) => (await (await answer).json()) as Body;
const post = (path: string, body: object) =>
  fetch(`${app.baseUrl}/api/v1${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
const tokenIn = (text: string) => /[?&]token=([\w-]{43})/.exec(text)?.[1] ?? "";
const joinAs = (name: string, role: ListedUser["role"]) =>
  invite(app.baseUrl, { by: ana, email: `${name}@example.com`, role, password });
const idOf = (browser: Browser) => browser.session.user.id;
const signIn = (email: string, word = password) => outcomeOf(post("/session", { email, password: word }));
/** A message to this address that holds these words, once it has come. */
const mailTo = (to: string, words: string) =>
  vi.waitFor(() => {
    const own = sink.received.filter((one) => one.to.includes(to));
    // Quoted-printable: long lines are folded.
    const texts = own.map(({ source }) => source.replaceAll("=\r\n", "").replaceAll("=3D", "="));
    const found = texts.find((text) => text.includes(words));
    if (found === undefined) throw new Error(`nothing has come for ${to}`);
    return found;
  }, 20_000);

describe("an invitation", () => {
  it("is sent, shown once, works once, and makes an account with its role", async () => {
    const body = { email: "bob@example.com", role: "operator", language: "fr" };
    const made = await read<{ link: string; mailed: string }>(ana.call("POST", "/invitations", body));
    expect(made.mailed).toBe("sent");
    const token = tokenIn(made.link);
    expect(made.link).toBe(`${app.baseUrl}/invitation?token=${token}`);
    const mail = await mailTo("bob@example.com", "/invitation?");
    expect(mail).toContain(token);
    expect(mail).toContain("owner@example.com vous invite");
    expect(JSON.stringify(await read(ana.call("GET", "/invitations")))).not.toContain(token);
    expect(await read(post("/invitations/read", { token }))).toMatchObject({
      email: body.email,
      role: "operator",
    });
    expect(await outcomeOf(post("/invitations/accept", { token, password: "short" }))).toBe(
      "invalid-request",
    );
    const accepted = await read<object>(post("/invitations/accept", { token, password, language: "fr" }));
    expect(accepted).toMatchObject({ user: { email: body.email, role: "operator", language: "fr" } });
    expect(await outcomeOf(post("/invitations/accept", { token, password }))).toBe("link-not-good");
    expect(await signIn("bob@example.com")).toBe(201);
    expect(await outcomeOf(ana.call("POST", "/invitations", body))).toBe("email-taken");
  });

  it("is good for seven days, until it is withdrawn or replaced", async () => {
    const body = { email: "carl@example.com", role: "viewer" };
    const link = async () =>
      tokenIn((await read<{ link: string }>(ana.call("POST", "/invitations", body))).link);
    const [first, second] = [await link(), await link()];
    expect(await outcomeOf(post("/invitations/read", { token: first }))).toBe("link-not-good");
    app.advance(7 * 24 * hourMs - 1);
    expect(await outcomeOf(post("/invitations/read", { token: second }))).toBe(200);
    app.advance(1);
    expect(await outcomeOf(post("/invitations/accept", { token: second, password }))).toBe("link-not-good");
    const third = await link();
    const { items } = await read<{ items: { id: string; email: string }[] }>(ana.call("GET", "/invitations"));
    const { id } = items.find(({ email }) => email === body.email) ?? { id: "" };
    expect(await outcomeOf(ana.call("DELETE", `/invitations/${id}`))).toBe(204);
    expect(await outcomeOf(post("/invitations/read", { token: third }))).toBe("link-not-good");
    expect(await outcomeOf(ana.call("DELETE", `/invitations/${id}`))).toBe("invitation-not-found");
  });

  it("says that its message was not taken, and can be handed over all the same", async () => {
    const body = { email: "unknown@example.com", role: "viewer" };
    const made = await read<{ link: string; mailed: string }>(ana.call("POST", "/invitations", body));
    expect([made.mailed, tokenIn(made.link)]).toEqual(["failed", expect.stringMatching(/.{43}/)]);
  });
});

describe("a role", () => {
  it("counts from the next call on, for sessions and tokens, and cuts what is open", async () => {
    const dora = await joinAs("dora", "editor");
    const { token } = await read<{ token: string }>(
      dora.call("POST", "/tokens", { name: "d", scopes: ["*"] }),
    );
    const byToken = (path: string, method = "GET") =>
      outcomeOf(
        fetch(`${app.baseUrl}/api/v1${path}`, { method, headers: { authorization: `Bearer ${token}` } }),
      );
    const news = await dora.call("GET", "/live");
    await vi.waitFor(() => expect(app.app.liveReaders).toBe(1), 20_000);
    expect(await outcomeOf(dora.call("POST", "/workflows/none/rotate-key", {}))).toBe("workflow-not-found");
    expect(await byToken("/users")).toBe("not-permitted");
    await ana.call("PATCH", `/users/${idOf(dora)}`, { role: "viewer" });
    await news.text();
    await vi.waitFor(() => expect(app.app.liveReaders).toBe(0), 20_000);
    expect(await outcomeOf(dora.call("POST", "/workflows/none/rotate-key", {}))).toBe("not-permitted");
    expect(await byToken("/workflows/none", "DELETE")).toBe("not-permitted");
    expect(await byToken("/workflows")).toBe(200);
    const again = await dora.call("GET", "/live");
    await ana.call("PATCH", `/users/${idOf(dora)}`, { disabled: true });
    await again.text();
    expect([await byToken("/workflows"), await outcomeOf(dora.call("GET", "/session"))]).toEqual([
      "not-signed-in",
      "not-signed-in",
    ]);
    expect(await signIn("dora@example.com")).toBe("account-disabled");
    await ana.call("PATCH", `/users/${idOf(dora)}`, { disabled: false });
    expect([await byToken("/workflows"), await signIn("dora@example.com")]).toEqual([200, 201]);
  });

  it("stays with the last owner, who cannot be disabled or removed either", async () => {
    const path = `/users/${idOf(ana)}`;
    for (const body of [{ role: "editor" }, { disabled: true }, { role: "viewer", disabled: true }]) {
      expect(await outcomeOf(ana.call("PATCH", path, body))).toBe("last-owner");
    }
    expect(await outcomeOf(ana.call("DELETE", path))).toBe("last-owner");
    expect(await outcomeOf(ana.call("PATCH", "/users/usr_none", { role: "viewer" }))).toBe("user-not-found");
  });

  it("goes with who is removed, at once, with their sessions and tokens", async () => {
    const eve = await joinAs("eve", "owner");
    const { token } = await read<{ token: string }>(
      eve.call("POST", "/tokens", { name: "e", scopes: ["*"] }),
    );
    const news = await eve.call("GET", "/live");
    expect(await outcomeOf(ana.call("DELETE", `/users/${idOf(eve)}`))).toBe(204);
    await news.text();
    expect(await outcomeOf(eve.call("GET", "/session"))).toBe("not-signed-in");
    const headers = { authorization: `Bearer ${token}` };
    expect(await outcomeOf(fetch(`${app.baseUrl}/api/v1/users`, { headers }))).toBe("not-signed-in");
    expect(await signIn("eve@example.com")).toBe("wrong-credentials");
  });
});

describe("sessions and tokens", () => {
  it("are their person's, and an owner's: nobody else reads or ends them", async () => {
    const [fay, gil] = [await joinAs("fay", "editor"), await joinAs("gil", "editor")];
    const sessionsOf = (browser: Browser, query = "") =>
      read<{ items: OpenSession[] }>(browser.call("GET", `/sessions${query}`)).then(({ items }) => items);
    const made = await read<Token>(
      fay.call("POST", "/tokens", { name: "fay's", scopes: ["workflows:read"] }),
    );
    const [one] = await sessionsOf(fay);
    expect(one).toMatchObject({ current: true, address: "127.0.0.1" });
    expect(await outcomeOf(gil.call("GET", `/sessions?userId=${idOf(fay)}`))).toBe("not-permitted");
    expect(await outcomeOf(gil.call("DELETE", `/sessions/${one?.id}`))).toBe("session-not-found");
    expect(await outcomeOf(gil.call("DELETE", `/tokens/${made.id}`))).toBe("token-not-found");
    expect((await read<{ items: Token[] }>(gil.call("GET", "/tokens"))).items).toEqual([]);
    const mine = await read<{ items: Token[] }>(fay.call("GET", "/tokens"));
    expect(mine.items.map(({ name, owner: whose }) => [name, whose?.email])).toEqual([
      ["fay's", "fay@example.com"],
    ]);
    const all = await read<{ items: Token[] }>(ana.call("GET", "/tokens"));
    expect(all.items.map(({ id }) => id)).toContain(made.id);
    expect(await sessionsOf(ana, `?userId=${idOf(fay)}`)).toMatchObject([{ id: one?.id, current: false }]);
    expect(await outcomeOf(ana.call("DELETE", `/tokens/${made.id}`))).toBe(204);
    expect(await outcomeOf(ana.call("DELETE", `/sessions/${one?.id}`))).toBe(204);
    expect(await outcomeOf(fay.call("GET", "/session"))).toBe("not-signed-in");
  });

  it("tell devices apart, and all others can be ended", async () => {
    const first = await joinAs("hal", "viewer");
    const agent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
    await fetch(`${app.baseUrl}/api/v1/session`, {
      method: "POST",
      headers: { "content-type": "application/json", "user-agent": agent },
      body: JSON.stringify({ email: "hal@example.com", password }),
    });
    const { items } = await read<{ items: OpenSession[] }>(first.call("GET", "/sessions"));
    expect(items.map(({ browser, system, current }) => [browser, system, current])).toContainEqual([
      ...["Firefox", "Linux"],
      false,
    ]);
    expect(await outcomeOf(first.call("DELETE", "/sessions"))).toBe(204);
    const left = await read<{ items: OpenSession[] }>(first.call("GET", "/sessions"));
    expect(left.items.map(({ current }) => current)).toEqual([true]);
  });
});

describe("a password", () => {
  it("is changed by who knows it, which ends all other sessions", async () => {
    const ida = await joinAs("ida", "viewer");
    const other = await signInAs(app.baseUrl, { email: "ida@example.com", password });
    const change = (current: string) =>
      outcomeOf(ida.call("PUT", "/account/password", { current, password: "another password 9" }));
    expect(await change("not the password")).toBe("wrong-password");
    expect(await change(password)).toBe(204);
    expect(await outcomeOf(ida.call("GET", "/session"))).toBe(200);
    expect(await outcomeOf(other.call("GET", "/session"))).toBe("not-signed-in");
    expect(await signIn("ida@example.com", "another password 9")).toBe(201);
  });

  it("is set anew by a link that is mailed, good once, for an hour, and ends all sessions", async () => {
    const jon = await joinAs("jon", "viewer");
    const ask = (email: string) => outcomeOf(post("/password-resets", { email }));
    expect([await ask("JON@example.com"), await ask("nobody@example.com")]).toEqual([202, 202]);
    const token = tokenIn(await mailTo("jon@example.com", "/new-password?"));
    expect(sink.received.some(({ to }) => to.includes("nobody@example.com"))).toBe(false);
    const finish = () =>
      outcomeOf(post("/password-resets/finish", { token, password: "a third password 9" }));
    expect(await signIn("jon@example.com")).toBe(201);
    expect(await finish()).toBe(204);
    expect(await finish()).toBe("link-not-good");
    expect(await outcomeOf(jon.call("GET", "/session"))).toBe("not-signed-in");
    expect(await signIn("jon@example.com", "a third password 9")).toBe(201);
  });

  it("is set anew by a link that an owner hands over, and not after its hour", async () => {
    const kim = await joinAs("kim", "viewer");
    const link = () => read<{ link: string }>(ana.call("POST", `/users/${idOf(kim)}/password-reset`, {}));
    const token = tokenIn((await link()).link);
    app.advance(hourMs);
    expect(await outcomeOf(post("/password-resets/finish", { token, password }))).toBe("link-not-good");
    const next = tokenIn((await link()).link);
    expect(await outcomeOf(post("/password-resets/finish", { token: next, password }))).toBe(204);
  });

  it("is asked for a few times an hour at most, whether there is an account or not", async () => {
    for (const email of ["kim@example.com", "none@example.com"]) {
      const outcomes = [];
      for (let n = 0; n < 4; n += 1) outcomes.push(await outcomeOf(post("/password-resets", { email })));
      expect(outcomes).toEqual([202, 202, 202, "rate-limited"]);
    }
  });
});

describe("a language", () => {
  it("is kept with the account", async () => {
    const client = createClient({
      baseUrl: app.baseUrl,
      headers: () => ({ cookie: ana.cookie, "x-sluice-csrf": ana.session.csrf }),
    });
    expect((await client.account.change({ language: "fr" })).language).toBe("fr");
    expect((await client.session.get()).user.language).toBe("fr");
  });
});
