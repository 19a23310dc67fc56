import type { User } from "@sluice/api/schemas";
import { PublicError } from "../errors.ts";
import type { UsersStore } from "../stores/accounts/store.ts";
import { hashPassword } from "./password.ts";
import { tokenHash } from "./random-token.ts";
import type { SignIn } from "./sign-in.ts";
import { toUser } from "./users.ts";

export interface OwnAccount {
  setLanguage(given: { id: string; language: "en" | "fr" | null }): Promise<User>;
  /**
   * Ends all sessions but the one of `sessionToken`. Throws `wrong-password` when `current` is not the password or is not
   * any more once the new one is to be stored, and
   * `rate-limited`: guessing here counts as guessing at the sign-in.
   */
  changePassword(given: {
    user: { readonly id: string; readonly email: string };
    current: string;
    password: string;
    address: string;
    sessionToken: string;
  }): Promise<void>;
}

export function createOwnAccount(given: {
  readonly store: UsersStore;
  readonly signIn: SignIn;
  readonly changed: (userId: string) => void;
}): OwnAccount {
  const { store, signIn, changed } = given;
  return {
    async setLanguage({ id, language }) {
      await store.setLanguage({ id, language });
      const user = await store.byId(id);
      if (!user) throw new PublicError("user-not-found");
      return toUser(user);
    },
    async changePassword({ user: { id, email }, current, password, address, sessionToken }) {
      const { passwordHash: verified } = await signIn({ email, password: current, address }).catch(
        (error: unknown) => {
          const wrong = error instanceof PublicError && error.code === "wrong-credentials";
          throw wrong ? new PublicError("wrong-password") : error;
        },
      );
      const passwordHash = await hashPassword(password);
      const keep = tokenHash(sessionToken);
      // Somebody else's change since then stands: a password that was just taken away must not set the next one.
      if (!(await store.setPassword({ id, passwordHash, verified, keep })))
        throw new PublicError("wrong-password");
      changed(id);
    },
  };
}
