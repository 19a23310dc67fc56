import { and, desc, eq, gt, isNull, lte, ne, or } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { sessions, tokens, users } from "../schema/accounts.ts";
import { tokenRow, toSession, toToken, toUser } from "./records.ts";
import type { SessionsStore, TokensStore } from "./store.ts";

const immediate = { behavior: "immediate" } as const;

export function sqliteSessions({ write, read }: Database): SessionsStore {
  return {
    async create({ verified, ...session }) {
      return write.transaction((tx) => {
        const who = tx.select({ id: users.id }).from(users).where(mayBegin(session.userId, verified)).get();
        if (!who) return false;
        tx.insert(sessions).values(session).run();
        return true;
      }, immediate);
    },
    async find({ hash, at }) {
      const found = read
        .select()
        .from(sessions)
        .innerJoin(users, eq(users.id, sessions.userId))
        .where(and(eq(sessions.hash, hash), gt(sessions.expiresAt, at), isNull(users.disabledAt)))
        .get();
      return found && { user: toUser(found.users), session: toSession(found.sessions) };
    },
    async seen({ hash, at, address }) {
      write.update(sessions).set({ lastSeenAt: at, address }).where(eq(sessions.hash, hash)).run();
    },
    async list({ userId, at }) {
      return read
        .select()
        .from(sessions)
        .where(and(eq(sessions.userId, userId), gt(sessions.expiresAt, at)))
        .orderBy(desc(sessions.lastSeenAt), desc(sessions.id))
        .all()
        .map(toSession);
    },
    async delete(hash) {
      write.delete(sessions).where(eq(sessions.hash, hash)).run();
    },
    async deleteById({ id, userId }) {
      const whose = userId === undefined ? undefined : eq(sessions.userId, userId);
      return (
        write
          .delete(sessions)
          .where(and(eq(sessions.id, id), whose))
          .run().changes === 1
      );
    },
    async deleteOthers({ userId, keep }) {
      write
        .delete(sessions)
        .where(and(eq(sessions.userId, userId), ne(sessions.hash, keep)))
        .run();
    },
    async purge(at) {
      write.delete(sessions).where(lte(sessions.expiresAt, at)).run();
    },
  };
}

function mayBegin(userId: string, verified: string | undefined) {
  const proven = verified === undefined ? undefined : eq(users.passwordHash, verified);
  return and(eq(users.id, userId), isNull(users.disabledAt), proven);
}

export function sqliteTokens({ write, read }: Database): TokensStore {
  return {
    async create(token) {
      write.insert(tokens).values(tokenRow(token)).run();
    },
    async find({ hash, at }) {
      const found = read
        .select()
        .from(tokens)
        .leftJoin(users, eq(users.id, tokens.createdBy))
        .where(
          and(
            eq(tokens.hash, hash),
            or(isNull(tokens.expiresAt), gt(tokens.expiresAt, at)),
            isNull(users.disabledAt),
          ),
        )
        .get();
      return found && toToken(found);
    },
    async used({ id, at }) {
      write.update(tokens).set({ lastUsedAt: at }).where(eq(tokens.id, id)).run();
    },
    async list({ userId } = {}) {
      return read
        .select()
        .from(tokens)
        .leftJoin(users, eq(users.id, tokens.createdBy))
        .where(userId === undefined ? undefined : eq(tokens.createdBy, userId))
        .orderBy(desc(tokens.createdAt), desc(tokens.id))
        .all()
        .map(toToken);
    },
    async delete({ id, userId }) {
      const whose = userId === undefined ? undefined : eq(tokens.createdBy, userId);
      return (
        write
          .delete(tokens)
          .where(and(eq(tokens.id, id), whose))
          .run().changes === 1
      );
    },
  };
}
