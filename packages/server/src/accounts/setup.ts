import { timingSafeEqual } from "node:crypto";
import type { Clock } from "../clock.ts";
import { PublicError } from "../errors.ts";
import type { UserRecord, UsersStore } from "../stores/accounts/store.ts";
import { randomToken, tokenHash } from "./random-token.ts";
import { createFirstUser } from "./users.ts";

export interface Setup {
  needed(): Promise<boolean>;
  /** The token of the setup link; undefined when there is an account. It lives in memory, until the next start. */
  begin(): Promise<string | undefined>;
  /** Makes the first account. Throws `setup-done` and `setup-token-wrong`. */
  finish(given: { token: string; email: string; password: string }): Promise<UserRecord>;
}

/** The way to the first account: whoever can read what the server printed may make it, nobody else. */
export function createSetup({ store, clock }: { store: UsersStore; clock: Clock }): Setup {
  let expected: Buffer | undefined;
  const needed = async () => (await store.count()) === 0;
  return {
    needed,
    async begin() {
      if (!(await needed())) return undefined;
      const token = randomToken();
      expected = Buffer.from(tokenHash(token));
      return token;
    },
    async finish({ token, email, password }) {
      if (!(await needed())) throw new PublicError("setup-done");
      if (!expected || !timingSafeEqual(Buffer.from(tokenHash(token)), expected)) {
        throw new PublicError("setup-token-wrong");
      }
      const user = await createFirstUser({ store, clock, email, password });
      if (!user) throw new PublicError("setup-done");
      expected = undefined;
      return user;
    },
  };
}
