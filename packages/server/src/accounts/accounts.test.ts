import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { PublicError } from "../errors.ts";
import { createSqliteAccountsStore } from "../stores/accounts/sqlite.ts";
import type { AccountsStore } from "../stores/accounts/store.ts";
import type { Database } from "../stores/database/database.ts";
import { temporaryDatabase } from "../testing/temporary-database.ts";
import { csrfOf, randomToken } from "./random-token.ts";
import { createSessions } from "./sessions.ts";
import { createSetup } from "./setup.ts";
import { createTokens } from "./tokens.ts";
import { AccountError, createFirstUser, createUser, resetPassword, setDisabled } from "./users.ts";

const dayMs = 24 * 60 * 60 * 1000;
const ana = { email: "ana@example.com", password: "correct horse battery 9", role: "owner" as const };
const place = { agent: "", address: "192.0.2.1" };
let database: Database;
let store: AccountsStore;
let remove: () => void;
let now: number;
const clock = () => now;
beforeEach(() => {
  ({ database, remove } = temporaryDatabase());
  store = createSqliteAccountsStore(database);
  now = Date.parse("2026-11-22T12:00:00Z");
});
afterEach(() => remove());

const codeOf = (attempt: Promise<unknown>) =>
  attempt.then(
    () => "done",
    (error: unknown) => (error instanceof PublicError ? error.code : Promise.reject(error)),
  );

/** Every text and blob of a table, to look for what must not be there. */
const dump = (table: string) => JSON.stringify(database.read.$client.prepare(`SELECT * FROM ${table}`).all());

describe("setting up", () => {
  it("makes the first account with the printed token, once", async () => {
    const setup = createSetup({ store: store.users, clock });
    const token = (await setup.begin()) ?? "";
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(await setup.needed()).toBe(true);
    expect(await codeOf(setup.finish({ token: randomToken(), ...ana }))).toBe("setup-token-wrong");
    expect(await codeOf(setup.finish({ token: "", ...ana }))).toBe("setup-token-wrong");
    expect(await setup.finish({ token, ...ana })).toMatchObject({ email: ana.email, role: "owner" });
    expect(await setup.needed()).toBe(false);
    expect(await codeOf(setup.finish({ token, ...ana, email: "eve@example.com" }))).toBe("setup-done");
    expect(await setup.begin()).toBeUndefined();
  });

  it("takes no token before one was printed", async () => {
    const setup = createSetup({ store: store.users, clock });
    expect(await codeOf(setup.finish({ token: "", ...ana }))).toBe("setup-token-wrong");
  });

  it("lets one of two at once make the account", async () => {
    const setup = createSetup({ store: store.users, clock });
    const token = (await setup.begin()) ?? "";
    const outcomes = await Promise.all(
      ["a@example.com", "b@example.com"].map((email) => codeOf(setup.finish({ token, ...ana, email }))),
    );
    expect(outcomes.sort()).toEqual(["done", "setup-done"]);
  });

  it("makes the operator's first account only while there is none", async () => {
    expect(await createFirstUser({ store: store.users, clock, ...ana })).toMatchObject({ email: ana.email });
    expect(
      await createFirstUser({ store: store.users, clock, ...ana, email: "b@example.com" }),
    ).toBeUndefined();
  });

  it.each([
    [{ ...ana, email: "nobody" }, /is not an e-mail address/],
    [{ ...ana, password: "too short" }, /at least 10/],
  ])("refuses %j", async (given, words) => {
    await expect(createUser({ store: store.users, clock, ...given })).rejects.toThrow(AccountError);
    await expect(createUser({ store: store.users, clock, ...given })).rejects.toThrow(words);
  });

  it("refuses a second account with one address", async () => {
    await createUser({ store: store.users, clock, ...ana });
    await expect(createUser({ store: store.users, clock, ...ana, email: "ANA@example.com" })).rejects.toThrow(
      /already/,
    );
  });

  it("keeps no password", async () => {
    await createUser({ store: store.users, clock, ...ana });
    expect(dump("users")).not.toContain(ana.password);
  });
});

describe("sessions", () => {
  it("last 30 days and are gone then", async () => {
    const sessions = createSessions({ store: store.sessions, clock });
    const { token, session, expiresAt } = await sessions.begin(
      await createUser({ store: store.users, clock, ...ana }),
      place,
    );
    expect(expiresAt).toBe(now + 30 * dayMs);
    expect((await sessions.find(token, place))?.session).toEqual(session);
    expect(session).toMatchObject({ user: { email: ana.email }, csrf: csrfOf(token) });
    now += 30 * dayMs;
    expect(await sessions.find(token, place)).toBeUndefined();
  });

  it("end when asked to", async () => {
    const sessions = createSessions({ store: store.sessions, clock });
    const user = await createUser({ store: store.users, clock, ...ana });
    const [one, two] = [await sessions.begin(user, place), await sessions.begin(user, place)];
    await sessions.end(one.token);
    expect(await sessions.find(one.token, place)).toBeUndefined();
    expect(await sessions.find(two.token, place)).toBeDefined();
  });

  it("do not begin with a password that was changed while it was looked at", async () => {
    const sessions = createSessions({ store: store.sessions, clock });
    const user = await createUser({ store: store.users, clock, ...ana });
    await resetPassword({ store: store.users, email: ana.email, password: "another password 9" });
    expect(await codeOf(sessions.begin(user, place))).toBe("wrong-credentials");
    expect(await codeOf(sessions.begin(user, place, "provider"))).toBe("done");
    await createUser({ store: store.users, clock, ...ana, email: "bob@example.com" });
    await setDisabled({ store: store.users, email: ana.email, at: now });
    expect(await codeOf(sessions.begin(user, place, "provider"))).toBe("oidc-unknown-person");
    expect(dump("sessions")).toBe("[]");
  });

  it("are bound to their CSRF token, which tells nothing of theirs", async () => {
    const [one, two] = [randomToken(), randomToken()];
    expect(csrfOf(one)).not.toBe(csrfOf(two));
    expect(csrfOf(one)).not.toContain(one.slice(0, 8));
  });

  it("leave no token in the database", async () => {
    const sessions = createSessions({ store: store.sessions, clock });
    const { token } = await sessions.begin(await createUser({ store: store.users, clock, ...ana }), place);
    expect(dump("sessions")).not.toContain(token);
    expect(await sessions.find(JSON.parse(dump("sessions"))[0].hash, place)).toBeUndefined();
  });
});

describe("API tokens", () => {
  const create = (more: object = {}) =>
    createTokens({ store: store.tokens, clock }).create({
      ...{ name: "ci", scopes: ["workflows:read" as const], expiresAt: null, createdBy: null, ...more },
    });

  it("are shown once, kept as a hash and told apart by their first characters", async () => {
    const tokens = createTokens({ store: store.tokens, clock });
    const { token, prefix } = await create();
    expect(token).toMatch(/^slu_[\w-]{43}$/);
    expect(token.startsWith(prefix)).toBe(true);
    expect(dump("tokens")).not.toContain(token);
    expect(JSON.stringify(await tokens.list())).not.toContain(token);
    expect(await tokens.authenticate(token)).toMatchObject({ scopes: ["workflows:read"] });
  });

  it.each(["", "slu_", "slu_nonsense"])("are not %j", async (text) => {
    await create();
    expect(await createTokens({ store: store.tokens, clock }).authenticate(text)).toBeUndefined();
  });

  it("are not good without their mark", async () => {
    const { token } = await create();
    const tokens = createTokens({ store: store.tokens, clock });
    expect(await tokens.authenticate(token.slice(4))).toBeUndefined();
    expect(await tokens.authenticate(`${token} `)).toBeUndefined();
  });

  it("stop working at their end", async () => {
    const { token } = await create({ expiresAt: now + 1000 });
    const tokens = createTokens({ store: store.tokens, clock });
    now += 999;
    expect(await tokens.authenticate(token)).toBeDefined();
    now += 1;
    expect(await tokens.authenticate(token)).toBeUndefined();
  });

  it("stop working when they are revoked", async () => {
    const { token, id } = await create();
    const tokens = createTokens({ store: store.tokens, clock });
    await tokens.revoke({ id });
    expect(await tokens.authenticate(token)).toBeUndefined();
    expect(await codeOf(tokens.revoke({ id }))).toBe("token-not-found");
  });

  it("remember their last use, written at most once a minute", async () => {
    const tokens = createTokens({ store: store.tokens, clock });
    const { token } = await create();
    const lastUsed = async () => (await tokens.list())[0]?.lastUsedAt;
    expect(await lastUsed()).toBeNull();
    await tokens.authenticate(token);
    expect(await lastUsed()).toBe("2026-11-22T12:00:00.000Z");
    now += 59_999;
    await tokens.authenticate(token);
    expect(await lastUsed()).toBe("2026-11-22T12:00:00.000Z");
    now += 1;
    await tokens.authenticate(token);
    expect(await lastUsed()).toBe("2026-11-22T12:01:00.000Z");
  });

  it("work although their last use cannot be written", async () => {
    const tokens = createTokens({ store: store.tokens, clock });
    const { token } = await create();
    database.write.$client.pragma("query_only = ON");
    expect(await tokens.authenticate(token)).toBeDefined();
    database.write.$client.pragma("query_only = OFF");
    await tokens.authenticate(token);
    expect((await tokens.list())[0]?.lastUsedAt).toBe("2026-11-22T12:00:00.000Z");
  });

  it("give nothing by a scope that this version does not know", async () => {
    const { token, id } = await create();
    database.write.$client
      .prepare("UPDATE tokens SET scopes = ? WHERE id = ?")
      .run('["admin","executions:read"]', id);
    expect(await createTokens({ store: store.tokens, clock }).authenticate(token)).toMatchObject({
      scopes: ["executions:read"],
    });
  });
});
