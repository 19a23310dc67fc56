import { RateLimiterMemory } from "rate-limiter-flexible";
import { PublicError } from "../errors.ts";
import type { UserRecord, UsersStore } from "../stores/accounts/store.ts";
import { verifyPassword } from "./password.ts";
import { limitKeyOf } from "./sender-key.ts";
import { take } from "./take.ts";

/** Failed attempts before signing in has to wait, and for how long they count. */
export interface SignInLimits {
  readonly perAddress: number;
  readonly perAccount: number;
  readonly windowSeconds: number;
}

const defaultLimits: SignInLimits = { perAddress: 30, perAccount: 10, windowSeconds: 15 * 60 };

/**
 * The user, when the password is theirs. Throws `wrong-credentials` (the same for an unknown address, after the same
 * time), `account-disabled`, and `rate-limited` with `Retry-After`, per sender's address and per account; the counters
 * live in memory.
 */
export type SignIn = (given: { email: string; password: string; address: string }) => Promise<VerifiedUser>;

/** The user with the hash that was verified; by the time of the answer another one may be stored. */
export type VerifiedUser = UserRecord & { readonly passwordHash: string };

export function createSignIn(given: { store: UsersStore; limits?: SignInLimits }): SignIn {
  const { perAddress, perAccount, windowSeconds } = given.limits ?? defaultLimits;
  const addresses = new RateLimiterMemory({ points: perAddress, duration: windowSeconds });
  const accounts = new RateLimiterMemory({ points: perAccount, duration: windowSeconds });

  return async ({ email, password, address }) => {
    const addressKey = limitKeyOf(address);
    const accountKey = email.trim().toLowerCase();
    // Counted before the password is looked at: attempts made at the same time count as well.
    await take(addresses, addressKey);
    await take(accounts, accountKey);
    const user = await given.store.byEmail(email);
    const passwordHash = user?.passwordHash ?? undefined;
    if (!(await verifyPassword(password, passwordHash)) || !user || passwordHash === undefined)
      throw new PublicError("wrong-credentials");
    // Said only to who knows the password.
    if (user.disabledAt !== null) throw new PublicError("account-disabled");
    await accounts.delete(accountKey);
    await addresses.reward(addressKey, 1);
    return { ...user, passwordHash };
  };
}
