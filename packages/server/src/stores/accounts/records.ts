import { z } from "zod";
import type { TokenRecord, UserRecord } from "./store.ts";

const scopesSchema = z.array(z.string());

/** What signing in compares. */
export function emailKey(email: string): string {
  return email.trim().toLowerCase();
}

export function userRow(user: UserRecord) {
  return { ...user, emailKey: emailKey(user.email) };
}

export function toUser({ id, email, role, passwordHash, createdAt }: UserRecord): UserRecord {
  return { id, email, role, passwordHash, createdAt };
}

export function tokenRow(token: TokenRecord & { readonly hash: string }) {
  return { ...token, scopes: JSON.stringify(token.scopes) };
}

export function toToken({
  hash: _,
  scopes,
  ...token
}: Omit<TokenRecord, "scopes"> & { readonly hash: string; readonly scopes: string }): TokenRecord {
  return { ...token, scopes: scopesSchema.parse(JSON.parse(scopes)) };
}
