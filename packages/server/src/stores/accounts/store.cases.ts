import { afterEach, beforeEach, expect, it } from "vitest";
import type { AccountsStore, TokenRecord, UserRecord } from "./store.ts";

export interface AccountsStoreUnderTest {
  readonly store: AccountsStore;
  readonly remove: () => void | Promise<void>;
}

/** What every back end of the accounts store promises. */
export function accountsStoreCases(open: () => Promise<AccountsStoreUnderTest>): void {
  let under: AccountsStoreUnderTest;
  let store: AccountsStore;
  beforeEach(async () => {
    under = await open();
    store = under.store;
  });
  afterEach(() => under.remove());

  it("finds a user by address without case, and keeps it as typed", async () => {
    expect(await store.users.create(user("u1", "Ana@Example.com"))).toBe(true);
    expect(await store.users.byEmail("ana@example.COM ")).toEqual(user("u1", "Ana@Example.com"));
    expect(await store.users.byEmail("bob@example.com")).toBeUndefined();
    expect(await store.users.count()).toBe(1);
  });

  it("takes one account per address", async () => {
    await store.users.create(user("u1", "ana@example.com"));
    expect(await store.users.create(user("u2", "ANA@example.com"))).toBe(false);
    expect(await store.users.count()).toBe(1);
  });

  it("makes the first user once, whoever asks at the same time", async () => {
    const made = await Promise.all(
      [1, 2, 3].map((n) => store.users.createFirst(user(`u${n}`, `u${n}@example.com`))),
    );
    expect(made.filter(Boolean)).toHaveLength(1);
    expect(await store.users.count()).toBe(1);
  });

  it("finds a session until it expires or ends", async () => {
    await store.users.create(user("u1", "ana@example.com"));
    await store.sessions.create({ hash: "h", userId: "u1", createdAt: 1, expiresAt: 100 });
    expect(await store.sessions.find({ hash: "h", at: 99 })).toEqual({
      user: user("u1", "ana@example.com"),
      expiresAt: 100,
    });
    expect(await store.sessions.find({ hash: "h", at: 100 })).toBeUndefined();
    expect(await store.sessions.find({ hash: "H", at: 1 })).toBeUndefined();
    await store.sessions.delete("h");
    expect(await store.sessions.find({ hash: "h", at: 1 })).toBeUndefined();
  });

  it("purges sessions that have expired", async () => {
    await store.users.create(user("u1", "ana@example.com"));
    await store.sessions.create({ hash: "old", userId: "u1", createdAt: 1, expiresAt: 100 });
    await store.sessions.create({ hash: "new", userId: "u1", createdAt: 1, expiresAt: 101 });
    await store.sessions.purge(100);
    expect(await store.sessions.find({ hash: "old", at: 1 })).toBeUndefined();
    expect(await store.sessions.find({ hash: "new", at: 1 })).toBeDefined();
  });

  it("ends all sessions of a user whose password changes", async () => {
    await store.users.create(user("u1", "ana@example.com"));
    await store.users.create(user("u2", "bob@example.com"));
    await store.sessions.create({ hash: "ana", userId: "u1", createdAt: 1, expiresAt: 100 });
    await store.sessions.create({ hash: "bob", userId: "u2", createdAt: 1, expiresAt: 100 });
    expect(await store.users.setPassword({ id: "u1", passwordHash: "new" })).toBe(true);
    expect((await store.users.byEmail("ana@example.com"))?.passwordHash).toBe("new");
    expect(await store.sessions.find({ hash: "ana", at: 1 })).toBeUndefined();
    expect(await store.sessions.find({ hash: "bob", at: 1 })).toBeDefined();
    expect(await store.users.setPassword({ id: "nobody", passwordHash: "new" })).toBe(false);
  });

  it("finds a token by its hash until it expires or is revoked", async () => {
    await store.tokens.create({ ...token("t1", 1), hash: "h1", expiresAt: 100 });
    await store.tokens.create({ ...token("t2", 2), hash: "h2" });
    expect(await store.tokens.find({ hash: "h1", at: 99 })).toEqual({ ...token("t1", 1), expiresAt: 100 });
    expect(await store.tokens.find({ hash: "h1", at: 100 })).toBeUndefined();
    expect(await store.tokens.find({ hash: "h2", at: 1e15 })).toEqual(token("t2", 2));
    expect((await store.tokens.list()).map(({ id }) => id)).toEqual(["t2", "t1"]);
    expect(await store.tokens.delete("t2")).toBe(true);
    expect(await store.tokens.delete("t2")).toBe(false);
    expect(await store.tokens.find({ hash: "h2", at: 1 })).toBeUndefined();
  });

  it("remembers when a token was used", async () => {
    await store.tokens.create({ ...token("t1", 1), hash: "h1" });
    await store.tokens.used({ id: "t1", at: 55 });
    expect(await store.tokens.find({ hash: "h1", at: 1 })).toMatchObject({ lastUsedAt: 55 });
  });
}

function user(id: string, email: string): UserRecord {
  return { id, email, role: "owner", passwordHash: "hash", createdAt: 1 };
}

function token(id: string, createdAt: number): TokenRecord {
  const scopes = ["workflows:read", "executions:read"];
  return {
    id,
    name: id,
    scopes,
    prefix: "slu_ab",
    createdBy: null,
    createdAt,
    lastUsedAt: null,
    expiresAt: null,
  };
}
