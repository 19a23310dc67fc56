import { and, asc, count, eq, inArray, isNull, max, ne } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { invitations, passwordResets, sessions, users } from "../schema/accounts.ts";
import { emailKey, toUser, userRow } from "./records.ts";
import type { PeopleChange, UsersStore } from "./store.ts";

const immediate = { behavior: "immediate" } as const;
type Transaction = Parameters<Parameters<Database["write"]["transaction"]>[0]>[0];

export function sqliteUsers({ write, read }: Database): UsersStore {
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
    async byId(id) {
      const found = read.select().from(users).where(eq(users.id, id)).get();
      return found && toUser(found);
    },
    async list() {
      const rows = read
        .select({ user: users, lastSeenAt: max(sessions.lastSeenAt) })
        .from(users)
        .leftJoin(sessions, eq(sessions.userId, users.id))
        .groupBy(users.id)
        .orderBy(asc(users.createdAt), asc(users.id))
        .all();
      return rows.map(({ user, lastSeenAt }) => ({ ...toUser(user), lastSeenAt }));
    },
    async setPassword({ id, passwordHash, verified, keep = "" }) {
      const proven = verified === undefined ? undefined : eq(users.passwordHash, verified);
      return write.transaction((tx) => {
        const changed = tx
          .update(users)
          .set({ passwordHash })
          .where(and(eq(users.id, id), proven))
          .run();
        if (changed.changes !== 1) return false;
        tx.delete(sessions)
          .where(and(eq(sessions.userId, id), ne(sessions.hash, keep)))
          .run();
        tx.delete(passwordResets).where(eq(passwordResets.userId, id)).run();
        return true;
      }, immediate);
    },
    async setLanguage({ id, language }) {
      write.update(users).set({ language }).where(eq(users.id, id)).run();
    },
    async setRole({ id, role }) {
      return write.transaction((tx) => {
        if (role !== "owner" && isLastOwner(tx, id)) return "last-owner";
        if (role !== "owner") withdrawWhatCameOf(tx, id);
        return done(tx.update(users).set({ role }).where(eq(users.id, id)).run());
      }, immediate);
    },
    async setDisabled({ id, at }) {
      return write.transaction((tx) => {
        if (at !== null && isLastOwner(tx, id)) return "last-owner";
        if (at !== null) {
          tx.delete(sessions).where(eq(sessions.userId, id)).run();
          tx.delete(passwordResets).where(eq(passwordResets.userId, id)).run();
          withdrawWhatCameOf(tx, id);
        }
        return done(tx.update(users).set({ disabledAt: at }).where(eq(users.id, id)).run());
      }, immediate);
    },
    async remove(id) {
      return write.transaction((tx) => {
        if (isLastOwner(tx, id)) return "last-owner";
        withdrawWhatCameOf(tx, id);
        return done(tx.delete(users).where(eq(users.id, id)).run());
      }, immediate);
    },
  };
}

/** Whether this one is an owner who may come in, and the only one. */
function isLastOwner(tx: Transaction, id: string): boolean {
  const owners = tx
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.role, "owner"), isNull(users.disabledAt)))
    .all();
  return owners.length === 1 && owners[0]?.id === id;
}

/** Invitations say who made them by the address that the account had, and still has. */
function withdrawWhatCameOf(tx: Transaction, id: string): void {
  const theirs = tx.select({ email: users.email }).from(users).where(eq(users.id, id));
  tx.delete(invitations).where(inArray(invitations.invitedBy, theirs)).run();
  tx.delete(passwordResets).where(eq(passwordResets.madeBy, id)).run();
}

function done({ changes }: { changes: number }): PeopleChange {
  return changes === 1 ? "done" : "not-found";
}
