import type { Clock } from "../clock.ts";
import { ConfigError } from "../config.ts";
import type { AccountsStore } from "../stores/accounts/store.ts";
import type { SystemMail } from "../system-mail/system-mail.ts";
import { createInvitations } from "./invitations.ts";
import { createOwnAccount } from "./own-account.ts";
import { createPasswordResets } from "./password-resets.ts";
import { createPeople } from "./people.ts";
import { createSessions } from "./sessions.ts";
import { createSetup } from "./setup.ts";
import { createSignIn, type SignInLimits } from "./sign-in.ts";
import { createTokens } from "./tokens.ts";
import { AccountError, createFirstUser } from "./users.ts";

export interface AccountsGiven {
  readonly store: AccountsStore;
  readonly clock: Clock;
  readonly mail: SystemMail;
  /** Where the editor is, without a slash at its end. */
  readonly base: () => string;
  /** Told the id of a user whose rights may not be what they were. */
  readonly changed: (userId: string) => void;
  readonly log: {
    info(details: object, message: string): void;
    warn(details: object, message: string): void;
  };
  readonly signInLimits: SignInLimits | undefined;
}

/** Who may come in, how they do, and what is theirs. */
export function createAccounts(given: AccountsGiven) {
  const { store, clock, mail, base, changed, log, signInLimits: limits } = given;
  const signIn = createSignIn({ store: store.users, ...(limits ? { limits } : {}) });
  return {
    signIn,
    sessions: createSessions({ store: store.sessions, clock }),
    tokens: createTokens({ store: store.tokens, clock }),
    setup: createSetup({ store: store.users, clock }),
    people: createPeople({ store: store.users, clock, changed }),
    invitations: createInvitations({ store, clock, mail, base, log }),
    passwordResets: createPasswordResets({ store, clock, mail, base, log, changed }),
    ownAccount: createOwnAccount({ store: store.users, signIn, changed }),
    /** Makes the account of the operator's settings while there is none. Throws a `ConfigError`. */
    async begin({ adminEmail: email, adminPassword: password }: FirstAccount): Promise<void> {
      if (email === undefined || password === undefined) return;
      const user = await createFirstUser({ store: store.users, clock, email, password }).catch(
        (error: unknown) => {
          if (error instanceof AccountError) throw new ConfigError(`SLUICE_ADMIN_EMAIL: ${error.message}`);
          throw error;
        },
      );
      if (user) log.info({ user: user.id }, "the first account was made from SLUICE_ADMIN_EMAIL");
    },
  };
}

interface FirstAccount {
  readonly adminEmail: string | undefined;
  readonly adminPassword: string | undefined;
}
