import type { Session, User } from "@sluice/api/schemas";
import type { Clock } from "../clock.ts";
import type { SessionsStore, UserRecord } from "../stores/accounts/store.ts";
import { csrfOf, randomToken, tokenHash } from "./random-token.ts";

/** How long a session lasts from signing in, in milliseconds: 30 days. */
const lifetimeMs = 30 * 24 * 60 * 60 * 1000;

/** A session that has just begun. `token` goes into the cookie and is kept nowhere else. */
export interface BegunSession {
  readonly token: string;
  readonly expiresAt: number;
  readonly session: Session;
}

export interface Sessions {
  begin(user: UserRecord): Promise<BegunSession>;
  /** Undefined for a token that is none, was ended or has expired. */
  find(token: string): Promise<Session | undefined>;
  end(token: string): Promise<void>;
}

export function createSessions({ store, clock }: { store: SessionsStore; clock: Clock }): Sessions {
  return {
    async begin(user) {
      const token = randomToken();
      const createdAt = clock();
      const expiresAt = createdAt + lifetimeMs;
      await store.purge(createdAt);
      await store.create({ hash: tokenHash(token), userId: user.id, createdAt, expiresAt });
      return { token, expiresAt, session: toSession(user, token, expiresAt) };
    },
    async find(token) {
      const found = await store.find({ hash: tokenHash(token), at: clock() });
      return found && toSession(found.user, token, found.expiresAt);
    },
    async end(token) {
      await store.delete(tokenHash(token));
    },
  };
}

function toSession(user: UserRecord, token: string, expiresAt: number): Session {
  return { user: toUser(user), csrf: csrfOf(token), expiresAt: new Date(expiresAt).toISOString() };
}

function toUser({ id, email, role, createdAt }: UserRecord): User {
  return { id, email, role, createdAt: new Date(createdAt).toISOString() };
}
