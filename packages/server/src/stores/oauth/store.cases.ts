import { afterEach, beforeEach, expect, it } from "vitest";
import type { CredentialRecord, CredentialsStore } from "../credentials/store.ts";
import type { NewTokens, OAuthStore } from "./store.ts";

export interface OAuthStoreUnderTest {
  readonly store: OAuthStore;
  readonly credentials: CredentialsStore;
  readonly remove: () => void | Promise<void>;
}

const bytes = (text: string) => Buffer.from(text);
const tokens = (text: string, at: number): NewTokens => ({
  ...{ credentialId: "cred_1", scope: "read", expiresAt: at + 100, renewable: true, at },
  sealed: { keyId: "k", nonce: bytes("n"), ciphertext: bytes(text) },
});
const record: CredentialRecord = {
  ...{ id: "cred_1", name: "Provider", type: "oauth2", shown: "{}", hosts: [], keyId: "k" },
  ...{ nonce: bytes("n"), ciphertext: bytes("c"), createdAt: 1, updatedAt: 1 },
};
const claimOf = (by: string, now: number, version: number) => ({
  ...{ credentialId: "cred_1", version, by, now, until: now + 50 },
});

/** What every back end of the tokens' store promises. */
export function oauthStoreCases(open: () => Promise<OAuthStoreUnderTest>): void {
  let under: OAuthStoreUnderTest;
  let store: OAuthStore;
  beforeEach(async () => {
    under = await open();
    store = under.store;
    await under.credentials.create(record);
  });
  afterEach(() => under.remove());

  it("gives the right to renew to one at a time, until it ends", async () => {
    const claims = await Promise.all(["a", "b", "c"].map((by) => store.claim(claimOf(by, 10, 0))));
    expect(claims.filter(Boolean)).toHaveLength(1);
    expect(await store.claim(claimOf("d", 59, 0))).toBe(false);
    expect(await store.claim(claimOf("d", 60, 0))).toBe(true);
    expect(await store.claim(claimOf("e", 200, 7))).toBe(false);
    expect(await store.claim({ ...claimOf("a", 10, 0), credentialId: "cred_none" })).toBe(false);
  });

  it("stores what was asked for at the version that is there, and gives the right back", async () => {
    await store.claim(claimOf("a", 10, 0));
    expect(await store.renewed({ ...tokens("one", 20), version: 0 })).toBe(true);
    expect(await store.get("cred_1")).toEqual({
      ...{ credentialId: "cred_1", version: 1, connectedAs: null, scope: "read", expiresAt: 120 },
      ...{ renewable: true, connectedAt: 20, renewedAt: 20, broken: false, failure: undefined },
      sealed: { keyId: "k", nonce: bytes("n"), ciphertext: bytes("one") },
    });
    // Who was too late writes nothing over it.
    expect(await store.renewed({ ...tokens("late", 21), version: 0 })).toBe(false);
    expect((await store.get("cred_1"))?.sealed?.ciphertext).toEqual(bytes("one"));
    expect(await store.claim(claimOf("b", 22, 1))).toBe(true);
  });

  it("takes what a person has asked for in place of anything", async () => {
    expect(await store.connected({ ...tokens("one", 20), connectedAs: "ada" })).toBe(true);
    await store.claim(claimOf("a", 30, 1));
    expect(await store.connected({ ...tokens("two", 40), connectedAs: null })).toBe(true);
    expect(await store.renewed({ ...tokens("of one", 41), version: 1 })).toBe(false);
    expect(await store.list()).toMatchObject([
      { version: 2, connectedAs: null, connectedAt: 40, sealed: { ciphertext: bytes("two") } },
    ]);
    expect(await store.claim(claimOf("b", 42, 2))).toBe(true);
  });

  it("notes a failure beside the tokens, and forgets it with the next", async () => {
    await store.connected({ ...tokens("one", 20), connectedAs: "ada" });
    await store.claim(claimOf("a", 30, 1));
    const failure = { error: "invalid_grant", message: "été", at: 31 };
    await store.failed({ credentialId: "cred_1", version: 0, failure, broken: true });
    expect(await store.get("cred_1")).toMatchObject({ broken: false, failure: undefined });
    await store.failed({ credentialId: "cred_1", version: 1, failure, broken: true });
    expect(await store.get("cred_1")).toMatchObject({ broken: true, failure, connectedAs: "ada" });
    expect(await store.claim(claimOf("b", 32, 1))).toBe(true);
    await store.connected({ ...tokens("two", 40), connectedAs: "bob" });
    expect(await store.get("cred_1")).toMatchObject({
      broken: false,
      failure: undefined,
      connectedAs: "bob",
    });
  });

  it("gives out a request once, to the session that began it, and none that is over", async () => {
    const request = {
      ...{ stateHash: "h1", credentialId: "cred_1", sessionHash: "s", redirectUrl: "http://a/b" },
      ...{ expiresAt: 100, keyId: "k", nonce: bytes("n"), ciphertext: bytes("v") },
    };
    await store.addRequest(request, 1);
    const take = (stateHash: string, sessionHash = "s") => store.takeRequest({ stateHash, sessionHash });
    expect(await take("h1", "another")).toBeUndefined();
    const taken = await Promise.all([take("h1"), take("h1")]);
    expect(taken.filter((one) => one !== undefined)).toEqual([request]);
    await store.addRequest({ ...request, stateHash: "h2" }, 1);
    await store.addRequest({ ...request, stateHash: "h3", expiresAt: 300 }, 101);
    expect(await take("h2")).toBeUndefined();
    expect(await take("h3")).toMatchObject({ stateHash: "h3" });
  });

  it("goes with its credential", async () => {
    await store.connected({ ...tokens("one", 20), connectedAs: "ada" });
    await under.credentials.delete("cred_1");
    expect(await store.list()).toEqual([]);
    expect(await store.connected({ ...tokens("two", 21), connectedAs: null })).toBe(false);
  });

  it("forgets tokens, and takes none that were asked for before", async () => {
    await store.forget("cred_1");
    expect(await store.get("cred_1")).toBeUndefined();
    await store.connected({ ...tokens("one", 20), connectedAs: "ada" });
    await store.claim(claimOf("a", 30, 1));
    await store.forget("cred_1");
    expect(await store.get("cred_1")).toEqual({
      ...{ credentialId: "cred_1", version: 2, connectedAs: null, scope: null, expiresAt: null },
      ...{ renewable: false, connectedAt: null, renewedAt: null, broken: false },
      ...{ failure: undefined, sealed: undefined },
    });
    expect(await store.renewed({ ...tokens("of one", 31), version: 1 })).toBe(false);
    expect((await store.get("cred_1"))?.sealed).toBeUndefined();
    expect(await store.claim(claimOf("b", 32, 2))).toBe(true);
    expect(await store.renewed({ ...tokens("two", 33), version: 2 })).toBe(true);
  });
}
