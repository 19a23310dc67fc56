import { and, count, desc, eq, gt, isNull, lte, or, sql } from "drizzle-orm";
import type { PostgresDatabase } from "../database/postgres/database.ts";
import { sessions, tokens, users } from "../schema/postgres/accounts.ts";
import { emailKey, tokenRow, toToken, toUser, userRow } from "./records.ts";
import type { AccountsStore, SessionsStore, TokensStore, UsersStore } from "./store.ts";

/** Users, sessions and API tokens in PostgreSQL. */
export function createPostgresAccountsStore(database: PostgresDatabase): AccountsStore {
  return {
    users: usersStore(database),
    sessions: sessionsStore(database),
    tokens: tokensStore(database),
  };
}

function usersStore({ db, transaction }: PostgresDatabase): UsersStore {
  return {
    async count() {
      const [row] = await db.select({ users: count() }).from(users);
      return row?.users ?? 0;
    },
    async create(user) {
      const made = await db.insert(users).values(userRow(user)).onConflictDoNothing();
      return made.rowCount === 1;
    },
    createFirst(user) {
      return transaction(async (tx) => {
        // Nobody else makes a user until this commits: two setups at once would both find none.
        await tx.execute(sql`lock table ${users} in share row exclusive mode`);
        const [first] = await tx.select({ id: users.id }).from(users).limit(1);
        if (first) return false;
        await tx.insert(users).values(userRow(user));
        return true;
      });
    },
    async byEmail(email) {
      const [found] = await db
        .select()
        .from(users)
        .where(eq(users.emailKey, emailKey(email)));
      return found && toUser(found);
    },
    setPassword({ id, passwordHash }) {
      return transaction(async (tx) => {
        await tx.delete(sessions).where(eq(sessions.userId, id));
        const changed = await tx.update(users).set({ passwordHash }).where(eq(users.id, id));
        return changed.rowCount === 1;
      });
    },
  };
}

function sessionsStore({ db }: PostgresDatabase): SessionsStore {
  return {
    async create(session) {
      await db.insert(sessions).values(session);
    },
    async find({ hash, at }) {
      const [found] = await db
        .select({ user: users, expiresAt: sessions.expiresAt })
        .from(sessions)
        .innerJoin(users, eq(users.id, sessions.userId))
        .where(and(eq(sessions.hash, hash), gt(sessions.expiresAt, at)));
      return found && { user: toUser(found.user), expiresAt: found.expiresAt };
    },
    async delete(hash) {
      await db.delete(sessions).where(eq(sessions.hash, hash));
    },
    async purge(at) {
      await db.delete(sessions).where(lte(sessions.expiresAt, at));
    },
  };
}

function tokensStore({ db }: PostgresDatabase): TokensStore {
  return {
    async create(token) {
      await db.insert(tokens).values(tokenRow(token));
    },
    async find({ hash, at }) {
      const [found] = await db
        .select()
        .from(tokens)
        .where(and(eq(tokens.hash, hash), or(isNull(tokens.expiresAt), gt(tokens.expiresAt, at))));
      return found && toToken(found);
    },
    async used({ id, at }) {
      await db.update(tokens).set({ lastUsedAt: at }).where(eq(tokens.id, id));
    },
    async list() {
      const rows = await db.select().from(tokens).orderBy(desc(tokens.createdAt), desc(tokens.id));
      return rows.map(toToken);
    },
    async delete(id) {
      const gone = await db.delete(tokens).where(eq(tokens.id, id));
      return gone.rowCount === 1;
    },
  };
}
