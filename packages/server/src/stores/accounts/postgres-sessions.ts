import { and, desc, eq, gt, isNull, lte, ne, or } from "drizzle-orm";
import type { PostgresDatabase } from "../database/postgres/database.ts";
import { sessions, tokens, users } from "../schema/postgres/accounts.ts";
import { tokenRow, toSession, toToken, toUser } from "./records.ts";
import type { SessionsStore, TokensStore } from "./store.ts";

export function postgresSessions({ db, transaction }: PostgresDatabase): SessionsStore {
  return {
    create({ verified, ...session }) {
      return transaction(async (tx) => {
        // Waits for who is changing this user; who wants to change them later waits for this, and then sees the session.
        const [who] = await tx
          .select({ id: users.id })
          .from(users)
          .where(mayBegin(session.userId, verified))
          .for("share");
        if (!who) return false;
        await tx.insert(sessions).values(session);
        return true;
      });
    },
    async find({ hash, at }) {
      const [found] = await db
        .select()
        .from(sessions)
        .innerJoin(users, eq(users.id, sessions.userId))
        .where(and(eq(sessions.hash, hash), gt(sessions.expiresAt, at), isNull(users.disabledAt)));
      return found && { user: toUser(found.users), session: toSession(found.sessions) };
    },
    async seen({ hash, at, address }) {
      await db.update(sessions).set({ lastSeenAt: at, address }).where(eq(sessions.hash, hash));
    },
    async list({ userId, at }) {
      const rows = await db
        .select()
        .from(sessions)
        .where(and(eq(sessions.userId, userId), gt(sessions.expiresAt, at)))
        .orderBy(desc(sessions.lastSeenAt), desc(sessions.id));
      return rows.map(toSession);
    },
    async delete(hash) {
      await db.delete(sessions).where(eq(sessions.hash, hash));
    },
    async deleteById({ id, userId }) {
      const whose = userId === undefined ? undefined : eq(sessions.userId, userId);
      const gone = await db.delete(sessions).where(and(eq(sessions.id, id), whose));
      return gone.rowCount === 1;
    },
    async deleteOthers({ userId, keep }) {
      await db.delete(sessions).where(and(eq(sessions.userId, userId), ne(sessions.hash, keep)));
    },
    async purge(at) {
      await db.delete(sessions).where(lte(sessions.expiresAt, at));
    },
  };
}

function mayBegin(userId: string, verified: string | undefined) {
  const proven = verified === undefined ? undefined : eq(users.passwordHash, verified);
  return and(eq(users.id, userId), isNull(users.disabledAt), proven);
}

export function postgresTokens({ db }: PostgresDatabase): TokensStore {
  return {
    async create(token) {
      await db.insert(tokens).values(tokenRow(token));
    },
    async find({ hash, at }) {
      const [found] = await db
        .select()
        .from(tokens)
        .leftJoin(users, eq(users.id, tokens.createdBy))
        .where(
          and(
            eq(tokens.hash, hash),
            or(isNull(tokens.expiresAt), gt(tokens.expiresAt, at)),
            isNull(users.disabledAt),
          ),
        );
      return found && toToken(found);
    },
    async used({ id, at }) {
      await db.update(tokens).set({ lastUsedAt: at }).where(eq(tokens.id, id));
    },
    async list({ userId } = {}) {
      const rows = await db
        .select()
        .from(tokens)
        .leftJoin(users, eq(users.id, tokens.createdBy))
        .where(userId === undefined ? undefined : eq(tokens.createdBy, userId))
        .orderBy(desc(tokens.createdAt), desc(tokens.id));
      return rows.map(toToken);
    },
    async delete({ id, userId }) {
      const whose = userId === undefined ? undefined : eq(tokens.createdBy, userId);
      const gone = await db.delete(tokens).where(and(eq(tokens.id, id), whose));
      return gone.rowCount === 1;
    },
  };
}
