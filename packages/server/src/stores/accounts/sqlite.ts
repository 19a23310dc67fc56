import { and, count, desc, eq, gt, isNull, lte, or } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { sessions, tokens, users } from "../schema/accounts.ts";
import { emailKey, tokenRow, toToken, toUser, userRow } from "./records.ts";
import type { AccountsStore, SessionsStore, TokensStore, UsersStore } from "./store.ts";

const immediate = { behavior: "immediate" } as const;

/** Users, sessions and API tokens in SQLite. */
export function createSqliteAccountsStore(database: Database): AccountsStore {
  return {
    users: usersStore(database),
    sessions: sessionsStore(database),
    tokens: tokensStore(database),
  };
}

function usersStore({ write, read }: Database): UsersStore {
  return {
    async count() {
      return read.select({ users: count() }).from(users).get()?.users ?? 0;
    },
    async create(user) {
      return write.insert(users).values(userRow(user)).onConflictDoNothing().run().changes === 1;
    },
    async createFirst(user) {
      return write.transaction((tx) => {
        if (tx.select({ id: users.id }).from(users).limit(1).get()) return false;
        tx.insert(users).values(userRow(user)).run();
        return true;
      }, immediate);
    },
    async byEmail(email) {
      const found = read
        .select()
        .from(users)
        .where(eq(users.emailKey, emailKey(email)))
        .get();
      return found && toUser(found);
    },
    async setPassword({ id, passwordHash }) {
      return write.transaction((tx) => {
        tx.delete(sessions).where(eq(sessions.userId, id)).run();
        return tx.update(users).set({ passwordHash }).where(eq(users.id, id)).run().changes === 1;
      }, immediate);
    },
  };
}

function sessionsStore({ write, read }: Database): SessionsStore {
  return {
    async create(session) {
      write.insert(sessions).values(session).run();
    },
    async find({ hash, at }) {
      const found = read
        .select({ user: users, expiresAt: sessions.expiresAt })
        .from(sessions)
        .innerJoin(users, eq(users.id, sessions.userId))
        .where(and(eq(sessions.hash, hash), gt(sessions.expiresAt, at)))
        .get();
      return found && { user: toUser(found.user), expiresAt: found.expiresAt };
    },
    async delete(hash) {
      write.delete(sessions).where(eq(sessions.hash, hash)).run();
    },
    async purge(at) {
      write.delete(sessions).where(lte(sessions.expiresAt, at)).run();
    },
  };
}

function tokensStore({ write, read }: Database): TokensStore {
  return {
    async create(token) {
      write.insert(tokens).values(tokenRow(token)).run();
    },
    async find({ hash, at }) {
      const found = read
        .select()
        .from(tokens)
        .where(and(eq(tokens.hash, hash), or(isNull(tokens.expiresAt), gt(tokens.expiresAt, at))))
        .get();
      return found && toToken(found);
    },
    async used({ id, at }) {
      write.update(tokens).set({ lastUsedAt: at }).where(eq(tokens.id, id)).run();
    },
    async list() {
      return read.select().from(tokens).orderBy(desc(tokens.createdAt), desc(tokens.id)).all().map(toToken);
    },
    async delete(id) {
      return write.delete(tokens).where(eq(tokens.id, id)).run().changes === 1;
    },
  };
}
