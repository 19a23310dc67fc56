import { and, desc, eq, gt } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { invitations, passwordResets, sessions, users } from "../schema/accounts.ts";
import { emailKey, invitationRow, toInvitation, userRow } from "./records.ts";
import type { InvitationsStore, PasswordResetsStore } from "./store.ts";

const immediate = { behavior: "immediate" } as const;

export function sqliteInvitations({ write, read }: Database): InvitationsStore {
  return {
    async put(invitation) {
      const { emailKey: key, ...row } = invitationRow(invitation);
      write
        .insert(invitations)
        .values({ ...row, emailKey: key })
        .onConflictDoUpdate({ target: invitations.emailKey, set: row })
        .run();
    },
    async list() {
      return read
        .select()
        .from(invitations)
        .orderBy(desc(invitations.createdAt), desc(invitations.id))
        .all()
        .map(toInvitation);
    },
    async find({ hash, at }) {
      const found = read
        .select()
        .from(invitations)
        .where(and(eq(invitations.hash, hash), gt(invitations.expiresAt, at)))
        .get();
      return found && toInvitation(found);
    },
    async byEmail({ email, at }) {
      const found = read
        .select()
        .from(invitations)
        .where(and(eq(invitations.emailKey, emailKey(email)), gt(invitations.expiresAt, at)))
        .get();
      return found && toInvitation(found);
    },
    async accept({ id, user }) {
      return write.transaction((tx) => {
        if (tx.delete(invitations).where(eq(invitations.id, id)).run().changes === 0) return "gone";
        return tx.insert(users).values(userRow(user)).onConflictDoNothing().run().changes === 1
          ? "done"
          : "taken";
      }, immediate);
    },
    async delete(id) {
      return write.delete(invitations).where(eq(invitations.id, id)).run().changes === 1;
    },
  };
}

export function sqlitePasswordResets({ write, read }: Database): PasswordResetsStore {
  const good = ({ hash, at }: { hash: string; at: number }) =>
    and(eq(passwordResets.hash, hash), gt(passwordResets.expiresAt, at));
  return {
    async put({ userId, ...link }) {
      write
        .insert(passwordResets)
        .values({ userId, ...link })
        .onConflictDoUpdate({ target: passwordResets.userId, set: link })
        .run();
    },
    async use({ passwordHash, ...link }) {
      return write.transaction((tx) => {
        const used = tx.delete(passwordResets).where(good(link)).returning().get();
        if (!used) return undefined;
        tx.delete(sessions).where(eq(sessions.userId, used.userId)).run();
        tx.update(users).set({ passwordHash }).where(eq(users.id, used.userId)).run();
        return used.userId;
      }, immediate);
    },
    async has(link) {
      return read.select().from(passwordResets).where(good(link)).get() !== undefined;
    },
  };
}
