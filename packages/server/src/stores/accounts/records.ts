import { z } from "zod";
import type { InvitationRecord, OwnedToken, SessionRecord, TokenRecord, UserRecord } from "./store.ts";

const scopesSchema = z.array(z.string());

/** What signing in compares. */
export function emailKey(email: string): string {
  return email.trim().toLowerCase();
}

export function userRow(user: UserRecord) {
  return { ...user, emailKey: emailKey(user.email) };
}

export function toUser(row: UserRecord): UserRecord {
  const { id, email, role, passwordHash, language, disabledAt, createdAt } = row;
  return { id, email, role, passwordHash, language, disabledAt, createdAt };
}

export function toSession(row: SessionRecord): SessionRecord {
  const { id, userId, agent, address, lastSeenAt, createdAt, expiresAt } = row;
  return { id, userId, agent, address, lastSeenAt, createdAt, expiresAt };
}

export function tokenRow(token: TokenRecord & { readonly hash: string }) {
  return { ...token, scopes: JSON.stringify(token.scopes) };
}

interface TokenRow extends Omit<TokenRecord, "scopes"> {
  readonly hash: string;
  readonly scopes: string;
}

export function toToken(row: { readonly tokens: TokenRow; readonly users: UserRecord | null }): OwnedToken {
  const { hash: _, scopes, ...token } = row.tokens;
  return {
    ...token,
    scopes: scopesSchema.parse(JSON.parse(scopes)),
    owner: row.users && toUser(row.users),
  };
}

export function invitationRow(invitation: InvitationRecord & { readonly hash: string }) {
  return { ...invitation, emailKey: emailKey(invitation.email) };
}

export function toInvitation(row: InvitationRecord): InvitationRecord {
  const { id, email, role, invitedBy, createdAt, expiresAt } = row;
  return { id, email, role, invitedBy, createdAt, expiresAt };
}
