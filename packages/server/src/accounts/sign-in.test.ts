import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { PublicError } from "../errors.ts";
import { createSqliteAccountsStore } from "../stores/accounts/sqlite.ts";
import type { UsersStore } from "../stores/accounts/store.ts";
import { temporaryDatabase } from "../testing/temporary-database.ts";
import { limitKeyOf } from "./sender-key.ts";
import { createSignIn, type SignIn } from "./sign-in.ts";
import { createUser, resetPassword, setDisabled } from "./users.ts";

const right = "correct horse battery 9";
let store: UsersStore;
let remove: () => void;
let signIn: SignIn;
beforeEach(async () => {
  const temporary = temporaryDatabase();
  remove = temporary.remove;
  store = createSqliteAccountsStore(temporary.database).users;
  for (const email of ["ana@example.com", "bob@example.com", "owner@example.com"]) {
    await createUser({
      store,
      clock: () => 1,
      email,
      password: right,
      role: email.startsWith("owner") ? "owner" : "editor",
    });
  }
  signIn = createSignIn({ store, limits: { perAddress: 5, perAccount: 3, windowSeconds: 60 } });
});
afterEach(() => remove());

const attempt = (email: string, password: string, address = "192.0.2.1") =>
  signIn({ email, password, address }).then(
    (user) => user.email,
    (error: unknown) => (error instanceof PublicError ? error : Promise.reject(error)),
  );
const codeOf = (outcome: string | PublicError) => (typeof outcome === "string" ? "signed in" : outcome.code);

describe("signing in", () => {
  it("lets in with the right password, whatever the case of the address", async () => {
    expect(await attempt("ANA@example.com", right)).toBe("ana@example.com");
  });

  it("answers a wrong password and an unknown address alike", async () => {
    const [wrong, unknown] = [
      await attempt("ana@example.com", "wrong"),
      await attempt("eve@example.com", right),
    ];
    expect(wrong).toMatchObject({ code: "wrong-credentials", message: expect.any(String) });
    expect(unknown).toEqual(wrong);
  });

  it("makes an account wait after its failures, from whichever address", async () => {
    for (const n of [1, 2, 3]) await attempt("ana@example.com", "wrong", `192.0.2.${n}`);
    const refused = await attempt("ana@example.com", right, "192.0.2.9");
    expect(refused).toMatchObject({
      code: "rate-limited",
      headers: { "retry-after": expect.stringMatching(/^\d+$/) },
    });
    expect(await attempt("bob@example.com", right)).toBe("bob@example.com");
  });

  it("makes an address wait after its failures, at whichever account", async () => {
    for (const n of [1, 2, 3, 4, 5]) await attempt(`user${n}@example.com`, "wrong");
    expect(codeOf(await attempt("ana@example.com", right))).toBe("rate-limited");
    expect(await attempt("ana@example.com", right, "192.0.2.2")).toBe("ana@example.com");
  });

  it("counts attempts that are made at the same time", async () => {
    const outcomes = await Promise.all(
      [1, 2, 3, 4, 5].map((n) => attempt("ana@example.com", "wrong", `192.0.2.${n}`)),
    );
    expect(outcomes.map(codeOf).filter((code) => code === "rate-limited")).toHaveLength(2);
  });

  it("forgets an account's failures once it signs in, and counts no success", async () => {
    for (let n = 0; n < 10; n += 1) expect(await attempt("ana@example.com", right)).toBe("ana@example.com");
    await attempt("ana@example.com", "wrong");
    await attempt("ana@example.com", "wrong");
    expect(await attempt("ana@example.com", right)).toBe("ana@example.com");
    await attempt("ana@example.com", "wrong");
    expect(await attempt("ana@example.com", right)).toBe("ana@example.com");
  });

  it("tells who knows the password that the account is disabled, and nobody else", async () => {
    await setDisabled({ store, email: "bob@example.com", at: 2 });
    expect(codeOf(await attempt("bob@example.com", right))).toBe("account-disabled");
    expect(codeOf(await attempt("bob@example.com", "wrong"))).toBe("wrong-credentials");
  });

  it("lets in with the new password alone after a reset", async () => {
    await resetPassword({ store, email: "ana@example.com", password: "another password" });
    expect(codeOf(await attempt("ana@example.com", right))).toBe("wrong-credentials");
    expect(await attempt("ana@example.com", "another password")).toBe("ana@example.com");
  });
});

describe("what a limit per sender counts by", () => {
  it.each([
    ["192.0.2.7", "::ffff:192.0.2.7"],
    ["2001:db8:1:2::1", "2001:db8:1:2:ffff::9"],
  ])("takes %s and %s for one", (one, other) => {
    expect(limitKeyOf(one)).toBe(limitKeyOf(other));
  });

  it.each([
    ["192.0.2.7", "192.0.2.8"],
    ["2001:db8:1:2::1", "2001:db8:1:3::1"],
  ])("tells %s and %s apart", (one, other) => {
    expect(limitKeyOf(one)).not.toBe(limitKeyOf(other));
  });
});
