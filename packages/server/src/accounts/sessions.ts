import type { OpenSession, Session } from "@sluice/api/schemas";
import type { Clock } from "../clock.ts";
import { PublicError } from "../errors.ts";
import { newId } from "../ids.ts";
import type { SessionRecord, SessionsStore, UserRecord } from "../stores/accounts/store.ts";
import { deviceOf } from "./device.ts";
import { csrfOf, randomToken, tokenHash } from "./random-token.ts";
import { toUser } from "./users.ts";

const lifetimeMs = 30 * 24 * 60 * 60 * 1000;
/** "Last seen" is exact to this much: a session that is used all the time is not written all the time. */
const seenStepMs = 60_000;
const longestAgent = 300;

/** Where a call comes from: the browser's `User-Agent`, and the sender's address. */
export interface Place {
  readonly agent: string;
  readonly address: string;
}

export interface BegunSession {
  /** For the cookie; only its hash is kept. */
  readonly token: string;
  readonly expiresAt: number;
  readonly session: Session;
}

export interface Sessions {
  /**
   * For a `user` as they were when they proved who they are, a password's work ago. Throws `wrong-credentials`, by a
   * provider `oidc-unknown-person`, when they may not come in any more or their password has been changed since.
   */
  begin(user: UserRecord, place: Place, proof?: "password" | "provider"): Promise<BegunSession>;
  /** Undefined when there is none, was ended or has expired, or when the person may not come in. */
  find(
    token: string,
    from: { readonly address: string },
  ): Promise<{ id: string; session: Session } | undefined>;
  /** `currentId`: the session that asks. */
  list(given: { userId: string; currentId: string }): Promise<OpenSession[]>;
  end(token: string): Promise<void>;
  /** Throws `session-not-found`; with `userId` for another's too. */
  endById(given: { id: string; userId?: string }): Promise<void>;
  /** Ends all of a person's but the one with this token. */
  endOthers(given: { userId: string; token: string }): Promise<void>;
}

export function createSessions({ store, clock }: { store: SessionsStore; clock: Clock }): Sessions {
  return {
    async begin(user, { agent, address }, proof = "password") {
      const token = randomToken();
      const createdAt = clock();
      const expiresAt = createdAt + lifetimeMs;
      await store.purge(createdAt);
      // No hash is "": who has no password has proven none.
      const verified = proof === "provider" ? undefined : (user.passwordHash ?? "");
      const begun = await store.create({
        ...{ id: newId("ses", createdAt), hash: tokenHash(token), userId: user.id, address },
        ...{ agent: agent.slice(0, longestAgent), lastSeenAt: createdAt, createdAt, expiresAt },
        verified,
      });
      if (!begun) throw new PublicError(proof === "provider" ? "oidc-unknown-person" : "wrong-credentials");
      return { token, expiresAt, session: toSession(user, token, expiresAt) };
    },
    async find(token, { address }) {
      const at = clock();
      const hash = tokenHash(token);
      const found = await store.find({ hash, at });
      if (!found) return undefined;
      const { user, session } = found;
      if (at - session.lastSeenAt >= seenStepMs) {
        // A note for people: a full disk must not shut out those who come to look why.
        await store.seen({ hash, at, address }).catch(() => {});
      }
      return { id: session.id, session: toSession(user, token, session.expiresAt) };
    },
    async list({ userId, currentId }) {
      const found = await store.list({ userId, at: clock() });
      return found.map((session) => toOpenSession(session, currentId));
    },
    async end(token) {
      await store.delete(tokenHash(token));
    },
    async endById(given) {
      if (!(await store.deleteById(given))) throw new PublicError("session-not-found");
    },
    async endOthers({ userId, token }) {
      await store.deleteOthers({ userId, keep: tokenHash(token) });
    },
  };
}

function toSession(user: UserRecord, token: string, expiresAt: number): Session {
  return { user: toUser(user), csrf: csrfOf(token), expiresAt: new Date(expiresAt).toISOString() };
}

function toOpenSession(session: SessionRecord, currentId: string): OpenSession {
  const { id, agent, address, lastSeenAt, createdAt, expiresAt } = session;
  return {
    ...{ id, address, current: id === currentId },
    ...deviceOf(agent),
    createdAt: new Date(createdAt).toISOString(),
    lastSeenAt: new Date(lastSeenAt).toISOString(),
    expiresAt: new Date(expiresAt).toISOString(),
  };
}
