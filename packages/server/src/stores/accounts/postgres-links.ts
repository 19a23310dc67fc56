import { and, desc, eq, gt, inArray, sql } from "drizzle-orm";
import type { PostgresDatabase } from "../database/postgres/database.ts";
import type { Connection } from "../database/postgres/transaction.ts";
import { invitations, passwordResets, sessions, users } from "../schema/postgres/accounts.ts";
import { emailKey, invitationRow, toInvitation, userRow } from "./records.ts";
import type { InvitationsStore, PasswordResetsStore } from "./store.ts";

export function postgresInvitations({ db, transaction }: PostgresDatabase): InvitationsStore {
  return {
    async put(invitation) {
      const { emailKey: key, ...row } = invitationRow(invitation);
      await db
        .insert(invitations)
        .values({ ...row, emailKey: key })
        .onConflictDoUpdate({ target: invitations.emailKey, set: row });
    },
    async list() {
      const rows = await db
        .select()
        .from(invitations)
        .orderBy(desc(invitations.createdAt), desc(invitations.id));
      return rows.map(toInvitation);
    },
    async find({ hash, at }) {
      const [found] = await db
        .select()
        .from(invitations)
        .where(and(eq(invitations.hash, hash), gt(invitations.expiresAt, at)));
      return found && toInvitation(found);
    },
    async byEmail({ email, at }) {
      const [found] = await db
        .select()
        .from(invitations)
        .where(and(eq(invitations.emailKey, emailKey(email)), gt(invitations.expiresAt, at)));
      return found && toInvitation(found);
    },
    accept({ id, user }) {
      return transaction(async (tx) => {
        await whileNobodyIsAlone(tx);
        const used = await tx.delete(invitations).where(eq(invitations.id, id));
        if (used.rowCount !== 1) return "gone";
        const made = await tx.insert(users).values(userRow(user)).onConflictDoNothing();
        return made.rowCount === 1 ? "done" : "taken";
      });
    },
    async delete(id) {
      const gone = await db.delete(invitations).where(eq(invitations.id, id));
      return gone.rowCount === 1;
    },
  };
}

export function postgresPasswordResets({ db, transaction }: PostgresDatabase): PasswordResetsStore {
  const good = ({ hash, at }: { hash: string; at: number }) =>
    and(eq(passwordResets.hash, hash), gt(passwordResets.expiresAt, at));
  return {
    async put({ userId, ...link }) {
      await db
        .insert(passwordResets)
        .values({ userId, ...link })
        .onConflictDoUpdate({ target: passwordResets.userId, set: link });
    },
    use({ passwordHash, ...link }) {
      return transaction(async (tx) => {
        await whileNobodyIsAlone(tx);
        // The user first, as everything does that changes a user and their links: else two would wait for each other.
        const whose = tx.select({ id: passwordResets.userId }).from(passwordResets).where(good(link));
        await tx.select({ id: users.id }).from(users).where(inArray(users.id, whose)).for("no key update");
        const [used] = await tx.delete(passwordResets).where(good(link)).returning();
        if (!used) return undefined;
        await tx.delete(sessions).where(eq(sessions.userId, used.userId));
        await tx.update(users).set({ passwordHash }).where(eq(users.id, used.userId));
        return used.userId;
      });
    },
    async has(link) {
      const [found] = await db.select().from(passwordResets).where(good(link));
      return found !== undefined;
    },
  };
}

/** Waits for who has users for themselves alone (postgres-users.ts) before it holds what they may want. */
async function whileNobodyIsAlone(tx: Connection): Promise<void> {
  await tx.execute(sql`lock table ${users} in row exclusive mode`);
}
