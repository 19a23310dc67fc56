import { afterEach, beforeEach, expect, it } from "vitest";
import type { AccountsStore, InvitationRecord, NewSession, TokenRecord, UserRecord } from "./store.ts";

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
    await store.sessions.create(session("h", "u1", 100));
    const { hash: _, verified: __, ...kept } = session("h", "u1", 100);
    expect(await store.sessions.find({ hash: "h", at: 99 })).toEqual({
      user: user("u1", "ana@example.com"),
      session: kept,
    });
    expect(await store.sessions.find({ hash: "h", at: 100 })).toBeUndefined();
    expect(await store.sessions.find({ hash: "H", at: 1 })).toBeUndefined();
    await store.sessions.delete("h");
    expect(await store.sessions.find({ hash: "h", at: 1 })).toBeUndefined();
  });

  it("begins a session only for who may come in, with the password that was verified", async () => {
    const { users, sessions } = store;
    await users.create(user("u1", "ana@example.com"));
    await users.create({ ...user("u2", "bob@example.com"), passwordHash: null });
    const vouchedFor = (hash: string, userId: string) => ({
      ...session(hash, userId, 100),
      verified: undefined,
    });
    expect(await sessions.create(session("a", "u1", 100))).toBe(true);
    expect(await sessions.create(session("b", "u2", 100))).toBe(false);
    expect(await sessions.create(vouchedFor("c", "u2"))).toBe(true);
    await users.setPassword({ id: "u1", passwordHash: "new" });
    expect(await sessions.create(session("d", "u1", 100))).toBe(false);
    expect(await sessions.create({ ...session("e", "u1", 100), verified: "new" })).toBe(true);
    await users.setDisabled({ id: "u2", at: 5 });
    expect(await sessions.create(vouchedFor("f", "u2"))).toBe(false);
    expect(await sessions.create(vouchedFor("g", "nobody"))).toBe(false);
    await users.setDisabled({ id: "u2", at: null });
    for (const hash of ["a", "b", "c", "d", "f", "g"])
      expect(await sessions.find({ hash, at: 1 })).toBeUndefined();
  });

  it("leaves no session of the old password, whichever comes first", async () => {
    const { users, sessions, passwordResets } = store;
    const changes = [
      (id: string) => users.setPassword({ id, passwordHash: "new" }),
      (id: string) => users.setDisabled({ id, at: 5 }),
      (id: string) => passwordResets.use({ hash: `link-${id}`, at: 1, passwordHash: "new" }),
    ];
    await users.create(user("owner", "owner@example.com"));
    for (let round = 0; round < 30; round += 1) {
      const id = `u${round}`;
      await users.create(user(id, `${id}@example.com`));
      await passwordResets.put({ userId: id, hash: `link-${id}`, madeBy: null, expiresAt: 100 });
      const begin = (n: number) => sessions.create(session(`${id}-${n}`, id, 100));
      await Promise.all([begin(1), begin(2), changes[round % changes.length]?.(id), begin(3), begin(4)]);
      expect(await sessions.list({ userId: id, at: 1 })).toEqual([]);
    }
  });

  it("changes a password only while it is the verified one", async () => {
    const { users, sessions, passwordResets } = store;
    await users.create(user("u1", "ana@example.com"));
    await sessions.create(session("s", "u1", 100));
    await passwordResets.put({ userId: "u1", hash: "link", madeBy: null, expiresAt: 100 });
    expect(await users.setPassword({ id: "u1", passwordHash: "new", verified: "another" })).toBe(false);
    expect((await users.byId("u1"))?.passwordHash).toBe("hash");
    expect(await sessions.find({ hash: "s", at: 1 })).toBeDefined();
    expect(await passwordResets.has({ hash: "link", at: 1 })).toBe(true);
    const both = await Promise.all(
      ["one", "two"].map((passwordHash) => users.setPassword({ id: "u1", passwordHash, verified: "hash" })),
    );
    expect(both.sort()).toEqual([false, true]);
  });

  it("takes back the link for a new password when the password is changed or its person disabled", async () => {
    const { users, passwordResets } = store;
    for (const [id, role] of [
      ["u1", "owner"],
      ["u2", "editor"],
      ["u3", "editor"],
    ] as const) {
      await users.create({ ...user(id, `${id}@example.com`), role });
      await passwordResets.put({ userId: id, hash: id, madeBy: null, expiresAt: 100 });
    }
    await users.setPassword({ id: "u1", passwordHash: "new" });
    await users.setDisabled({ id: "u2", at: 5 });
    await users.setDisabled({ id: "u2", at: null });
    await users.setDisabled({ id: "u3", at: null });
    const left = await Promise.all(["u1", "u2", "u3"].map((hash) => passwordResets.has({ hash, at: 1 })));
    expect(left).toEqual([false, false, true]);
    expect(await passwordResets.use({ hash: "u1", at: 1, passwordHash: "late" })).toBeUndefined();
    expect((await users.byId("u1"))?.passwordHash).toBe("new");
  });

  it("withdraws the invitations of who is no owner any more, is disabled or removed", async () => {
    const { users, invitations } = store;
    for (const id of ["u1", "u2", "u3", "u4"]) {
      await users.create(user(id, `${id}@example.com`));
      await invitations.put({ ...invitation(id, `by-${id}@example.com`), invitedBy: `${id}@example.com` });
    }
    await invitations.put({ ...invitation("cli", "by-cli@example.com"), invitedBy: null });
    await users.setRole({ id: "u1", role: "owner" });
    await users.setDisabled({ id: "u1", at: null });
    expect(await invitations.list()).toHaveLength(5);
    await users.setRole({ id: "u2", role: "editor" });
    await users.setDisabled({ id: "u3", at: 5 });
    await users.remove("u4");
    expect((await invitations.list()).map(({ id }) => id)).toEqual(["u1", "cli"]);
    expect(await users.setRole({ id: "u1", role: "viewer" })).toBe("last-owner");
    expect(await invitations.list()).toHaveLength(2);
    const accepted = await invitations.accept({ id: "u4", user: user("u5", "by-u4@example.com") });
    expect(accepted).toBe("gone");
  });

  it("settles who is let in and who is shut out at the same moment", async () => {
    const { users, invitations } = store;
    await users.create(user("owner", "owner@example.com"));
    for (let round = 0; round < 10; round += 1) {
      const [id, guest] = [`u${round}`, `g${round}`];
      await users.create(user(id, `${id}@example.com`));
      await invitations.put({ ...invitation(guest, `${guest}@example.com`), invitedBy: `${id}@example.com` });
      const [accepted, shut] = await Promise.all([
        invitations.accept({ id: guest, user: { ...user(guest, `${guest}@example.com`), role: "viewer" } }),
        users.setDisabled({ id, at: 5 }),
      ]);
      expect([accepted, shut]).toEqual([expect.stringMatching(/^(done|gone)$/), "done"]);
      expect((await users.byId(guest)) !== undefined).toBe(accepted === "done");
      expect(await invitations.list()).toEqual([]);
    }
  });

  it("purges sessions that have expired", async () => {
    await store.users.create(user("u1", "ana@example.com"));
    await store.sessions.create(session("old", "u1", 100));
    await store.sessions.create(session("new", "u1", 101));
    await store.sessions.purge(100);
    expect(await store.sessions.find({ hash: "old", at: 1 })).toBeUndefined();
    expect(await store.sessions.find({ hash: "new", at: 1 })).toBeDefined();
  });

  it("ends all sessions of a user whose password changes", async () => {
    await store.users.create(user("u1", "ana@example.com"));
    await store.users.create(user("u2", "bob@example.com"));
    await store.sessions.create(session("ana", "u1", 100));
    await store.sessions.create(session("bob", "u2", 100));
    expect(await store.users.setPassword({ id: "u1", passwordHash: "new" })).toBe(true);
    expect((await store.users.byEmail("ana@example.com"))?.passwordHash).toBe("new");
    expect(await store.sessions.find({ hash: "ana", at: 1 })).toBeUndefined();
    expect(await store.sessions.find({ hash: "bob", at: 1 })).toBeDefined();
    expect(await store.users.setPassword({ id: "nobody", passwordHash: "new" })).toBe(false);
  });

  it("finds a token by its hash until it expires or is revoked", async () => {
    await store.tokens.create({ ...token("t1", 1), hash: "h1", expiresAt: 100 });
    await store.tokens.create({ ...token("t2", 2), hash: "h2" });
    expect(await store.tokens.find({ hash: "h1", at: 99 })).toEqual({
      ...token("t1", 1),
      ...{ expiresAt: 100, owner: null },
    });
    expect(await store.tokens.find({ hash: "h1", at: 100 })).toBeUndefined();
    expect(await store.tokens.find({ hash: "h2", at: 1e15 })).toEqual({ ...token("t2", 2), owner: null });
    expect((await store.tokens.list()).map(({ id }) => id)).toEqual(["t2", "t1"]);
    expect(await store.tokens.delete({ id: "t2" })).toBe(true);
    expect(await store.tokens.delete({ id: "t2" })).toBe(false);
    expect(await store.tokens.find({ hash: "h2", at: 1 })).toBeUndefined();
  });

  it("remembers when a token was used", async () => {
    await store.tokens.create({ ...token("t1", 1), hash: "h1" });
    await store.tokens.used({ id: "t1", at: 55 });
    expect(await store.tokens.find({ hash: "h1", at: 1 })).toMatchObject({ lastUsedAt: 55 });
  });

  it("lists a person's sessions, keeps where they were seen, and ends theirs alone", async () => {
    await store.users.create(user("u1", "ana@example.com"));
    await store.users.create(user("u2", "bob@example.com"));
    await store.sessions.create(session("a", "u1", 100));
    await store.sessions.create(session("b", "u1", 100));
    await store.sessions.create(session("bob", "u2", 100));
    await store.sessions.seen({ hash: "b", at: 50, address: "192.0.2.2" });
    const listed = await store.sessions.list({ userId: "u1", at: 60 });
    expect(listed.map(({ id, address, lastSeenAt }) => [id, address, lastSeenAt])).toEqual([
      ["ses-b", "192.0.2.2", 50],
      ["ses-a", "192.0.2.1", 1],
    ]);
    expect(await store.sessions.list({ userId: "u1", at: 100 })).toEqual([]);
    expect((await store.users.list()).map(({ id, lastSeenAt }) => [id, lastSeenAt])).toEqual([
      ["u1", 50],
      ["u2", 1],
    ]);
    expect(await store.sessions.deleteById({ id: "ses-bob", userId: "u1" })).toBe(false);
    await store.sessions.deleteOthers({ userId: "u1", keep: "b" });
    expect((await store.sessions.list({ userId: "u1", at: 60 })).map(({ id }) => id)).toEqual(["ses-b"]);
    expect(await store.sessions.deleteById({ id: "ses-b", userId: "u1" })).toBe(true);
    expect(await store.sessions.deleteById({ id: "ses-bob" })).toBe(true);
  });

  it("changes roles and disables, but never the last owner who may come in", async () => {
    const { users } = store;
    await users.create(user("u1", "ana@example.com"));
    await users.create({ ...user("u2", "bob@example.com"), role: "viewer" });
    expect(await users.setRole({ id: "u1", role: "editor" })).toBe("last-owner");
    expect(await users.setDisabled({ id: "u1", at: 5 })).toBe("last-owner");
    expect(await users.remove("u1")).toBe("last-owner");
    expect(await users.setRole({ id: "nobody", role: "editor" })).toBe("not-found");
    expect(await users.setRole({ id: "u2", role: "owner" })).toBe("done");
    expect(await users.setDisabled({ id: "u2", at: 5 })).toBe("done");
    expect(await users.remove("u1")).toBe("last-owner");
    expect(await users.setDisabled({ id: "u2", at: null })).toBe("done");
    const both = await Promise.all([users.remove("u1"), users.remove("u2")]);
    expect(both.sort()).toEqual(["done", "last-owner"]);
    expect(await users.count()).toBe(1);
  });

  it("ends the sessions of who is disabled and stops their tokens until they are enabled", async () => {
    await store.users.create(user("u1", "ana@example.com"));
    await store.users.create({ ...user("u2", "bob@example.com"), role: "editor" });
    await store.sessions.create(session("s", "u2", 100));
    await store.tokens.create({ ...token("t1", 1), hash: "h1", createdBy: "u2" });
    await store.tokens.create({ ...token("t2", 2), hash: "h2" });
    expect((await store.tokens.find({ hash: "h1", at: 1 }))?.owner?.role).toBe("editor");
    expect((await store.tokens.list({ userId: "u2" })).map(({ id }) => id)).toEqual(["t1"]);
    expect(await store.tokens.delete({ id: "t2", userId: "u2" })).toBe(false);
    await store.users.setDisabled({ id: "u2", at: 5 });
    expect(await store.sessions.find({ hash: "s", at: 1 })).toBeUndefined();
    expect(await store.tokens.find({ hash: "h1", at: 1 })).toBeUndefined();
    expect(await store.tokens.find({ hash: "h2", at: 1 })).toBeDefined();
    await store.users.setDisabled({ id: "u2", at: null });
    expect(await store.sessions.find({ hash: "s", at: 1 })).toBeUndefined();
    expect(await store.tokens.find({ hash: "h1", at: 1 })).toBeDefined();
    await store.users.remove("u2");
    expect((await store.tokens.list()).map(({ id }) => id)).toEqual(["t2"]);
  });

  it("keeps one invitation for an address, which makes one account", async () => {
    const { invitations } = store;
    await invitations.put(invitation("i1", "Bob@example.com"));
    await invitations.put(invitation("i2", "bob@example.com"));
    expect((await invitations.list()).map(({ id }) => id)).toEqual(["i2"]);
    expect(await invitations.find({ hash: "hash-i1", at: 1 })).toBeUndefined();
    expect(await invitations.find({ hash: "hash-i2", at: 100 })).toBeUndefined();
    const { hash: _, ...kept } = invitation("i2", "bob@example.com");
    expect(await invitations.find({ hash: "hash-i2", at: 99 })).toEqual(kept);
    expect(await invitations.byEmail({ email: "BOB@example.com", at: 99 })).toEqual(kept);
    const outcomes = await Promise.all(
      ["u1", "u2"].map((id) => invitations.accept({ id: "i2", user: user(id, "bob@example.com") })),
    );
    expect(outcomes.sort()).toEqual(["done", "gone"]);
    await invitations.put(invitation("i3", "bob@example.com"));
    expect(await invitations.accept({ id: "i3", user: user("u3", "bob@example.com") })).toBe("taken");
    expect(await store.users.count()).toBe(1);
    await invitations.put(invitation("i4", "eve@example.com"));
    expect([await invitations.delete("i4"), await invitations.delete("i4")]).toEqual([true, false]);
  });

  it("uses a link for a new password once, while it is good, and ends the sessions", async () => {
    const { passwordResets } = store;
    await store.users.create(user("u1", "ana@example.com"));
    await store.sessions.create(session("s", "u1", 100));
    await passwordResets.put({ userId: "u1", hash: "old", madeBy: null, expiresAt: 100 });
    await passwordResets.put({ userId: "u1", hash: "new", madeBy: null, expiresAt: 100 });
    expect(await passwordResets.has({ hash: "old", at: 1 })).toBe(false);
    expect(await passwordResets.has({ hash: "new", at: 99 })).toBe(true);
    expect(await passwordResets.use({ hash: "new", at: 100, passwordHash: "p" })).toBeUndefined();
    const used = await Promise.all(
      ["p", "p"].map((passwordHash) => passwordResets.use({ hash: "new", at: 99, passwordHash })),
    );
    expect(used.filter((id) => id === "u1")).toHaveLength(1);
    expect((await store.users.byId("u1"))?.passwordHash).toBe("p");
    expect(await store.sessions.find({ hash: "s", at: 1 })).toBeUndefined();
  });
}

function user(id: string, email: string): UserRecord {
  const rest = { passwordHash: "hash", language: null, disabledAt: null, createdAt: 1 };
  return { id, email, role: "owner", ...rest };
}

function session(hash: string, userId: string, expiresAt: number): NewSession {
  const seen = { agent: "Browser/1", address: "192.0.2.1", lastSeenAt: 1, createdAt: 1 };
  return { hash, id: `ses-${hash}`, userId, ...seen, expiresAt, verified: "hash" };
}

function invitation(id: string, email: string): InvitationRecord & { hash: string } {
  const times = { createdAt: 1, expiresAt: 100 };
  return { id, email, role: "viewer", invitedBy: "ana@example.com", hash: `hash-${id}`, ...times };
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
