import { and, asc, count, eq, inArray, isNull, max, ne, sql } from "drizzle-orm";
import type { PostgresDatabase } from "../database/postgres/database.ts";
import { invitations, passwordResets, sessions, users } from "../schema/postgres/accounts.ts";
import { emailKey, toUser, userRow } from "./records.ts";
import type { PeopleChange, UsersStore } from "./store.ts";

type Transaction = Parameters<Parameters<PostgresDatabase["transaction"]>[0]>[0];

export function postgresUsers({ db, transaction }: PostgresDatabase): UsersStore {
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
        await alone(tx);
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
    async byId(id) {
      const [found] = await db.select().from(users).where(eq(users.id, id));
      return found && toUser(found);
    },
    async list() {
      const rows = await db
        .select({ user: users, lastSeenAt: max(sessions.lastSeenAt) })
        .from(users)
        .leftJoin(sessions, eq(sessions.userId, users.id))
        .groupBy(users.id)
        .orderBy(asc(users.createdAt), asc(users.id));
      return rows.map(({ user, lastSeenAt }) => ({ ...toUser(user), lastSeenAt }));
    },
    setPassword({ id, passwordHash, verified, keep = "" }) {
      const proven = verified === undefined ? undefined : eq(users.passwordHash, verified);
      return transaction(async (tx) => {
        // The user first: it waits for a session that is just being made, which the next statement then sees.
        const changed = await tx
          .update(users)
          .set({ passwordHash })
          .where(and(eq(users.id, id), proven));
        if (changed.rowCount !== 1) return false;
        await tx.delete(sessions).where(and(eq(sessions.userId, id), ne(sessions.hash, keep)));
        await tx.delete(passwordResets).where(eq(passwordResets.userId, id));
        return true;
      });
    },
    async setLanguage({ id, language }) {
      await db.update(users).set({ language }).where(eq(users.id, id));
    },
    setRole({ id, role }) {
      return transaction(async (tx) => {
        if (role !== "owner" && (await isLastOwner(tx, id))) return "last-owner";
        if (role !== "owner") await withdrawWhatCameOf(tx, id);
        return done(await tx.update(users).set({ role }).where(eq(users.id, id)));
      });
    },
    setDisabled({ id, at }) {
      return transaction(async (tx) => {
        if (at !== null && (await isLastOwner(tx, id))) return "last-owner";
        // The user first, as above.
        const outcome = done(await tx.update(users).set({ disabledAt: at }).where(eq(users.id, id)));
        if (at === null) return outcome;
        await tx.delete(sessions).where(eq(sessions.userId, id));
        await tx.delete(passwordResets).where(eq(passwordResets.userId, id));
        await withdrawWhatCameOf(tx, id);
        return outcome;
      });
    },
    remove(id) {
      return transaction(async (tx) => {
        if (await isLastOwner(tx, id)) return "last-owner";
        await withdrawWhatCameOf(tx, id);
        return done(await tx.delete(users).where(eq(users.id, id)));
      });
    },
  };
}

/** Nobody else changes users until this commits: two setups at once would both find none, two owners both a second. */
async function alone(tx: Transaction): Promise<void> {
  await tx.execute(sql`lock table ${users} in share row exclusive mode`);
}

/** Whether this one is an owner who may come in, and the only one. */
async function isLastOwner(tx: Transaction, id: string): Promise<boolean> {
  await alone(tx);
  const owners = await tx
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.role, "owner"), isNull(users.disabledAt)));
  return owners.length === 1 && owners[0]?.id === id;
}

/** Invitations say who made them by the address that the account had, and still has. */
async function withdrawWhatCameOf(tx: Transaction, id: string): Promise<void> {
  const theirs = tx.select({ email: users.email }).from(users).where(eq(users.id, id));
  await tx.delete(invitations).where(inArray(invitations.invitedBy, theirs));
  await tx.delete(passwordResets).where(eq(passwordResets.madeBy, id));
}

function done({ rowCount }: { rowCount: number | null }): PeopleChange {
  return rowCount === 1 ? "done" : "not-found";
}
