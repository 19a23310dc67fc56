import { describe, expect, it } from "vitest";
import { hashPassword, verifyPassword } from "./password.ts";

describe("passwords", () => {
  it("knows the password it has hashed, and no other", async () => {
    const hash = await hashPassword("correct horse battery 9");
    expect(await verifyPassword("correct horse battery 9", hash)).toBe(true);
    expect(await verifyPassword("correct horse battery 8", hash)).toBe(false);
    expect(await verifyPassword("", hash)).toBe(false);
  });

  it("hashes with Argon2id at OWASP's parameters and a salt of its own each time", async () => {
    const [one, two] = await Promise.all([hashPassword("same password"), hashPassword("same password")]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(one).not.toBe(two);
  });

  it("reads a hash that another Argon2 library made", async () => {
    // From the tests of the reference implementation (P-H-C/phc-winner-argon2, src/test.c).
    const reference = "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
    expect(await verifyPassword("password", reference)).toBe(true);
    expect(await verifyPassword("passwore", reference)).toBe(false);
  });

  it("takes the same characters, however they were composed", async () => {
    const hash = await hashPassword("caf\u00e9 au lait");
    expect(await verifyPassword("cafe\u0301 au lait", hash)).toBe(true);
  });

  it("is false without a hash, even for the empty text, and does the same work", async () => {
    expect(await verifyPassword("", undefined)).toBe(false);
    const hash = await hashPassword("some password");
    const time = async (of: string | undefined) => {
      const from = performance.now();
      for (let n = 0; n < 5; n += 1) await verifyPassword("guess guess", of);
      return performance.now() - from;
    };
    await time(hash);
    // Five derivations each: a shortcut for unknown users would be a hundred times faster, noise is not.
    const ratio = (await time(undefined)) / (await time(hash));
    expect(ratio).toBeGreaterThan(0.2);
    expect(ratio).toBeLessThan(5);
  });

  it("does not take an unreadable hash for a wrong password", async () => {
    await expect(verifyPassword("x", "plain text")).rejects.toThrow(/cannot be read/);
  });
});
