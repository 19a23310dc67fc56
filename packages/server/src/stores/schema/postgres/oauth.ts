import { boolean } from "drizzle-orm/pg-core";
import { bytes, sluice, whole, words } from "./columns.ts";
import { credentials } from "./credentials.ts";

/** The columns are those of the SQLite tables, where they are explained (stores/schema). */
export const oauthGrants = sluice.table("oauth_grants", {
  credentialId: words("credential_id")
    .primaryKey()
    .references(() => credentials.id, { onDelete: "cascade" }),
  version: whole("version").notNull(),
  connectedAs: words("connected_as"),
  scope: words("scope"),
  expiresAt: whole("expires_at"),
  renewable: boolean("renewable").notNull(),
  connectedAt: whole("connected_at"),
  renewedAt: whole("renewed_at"),
  keyId: words("key_id"),
  nonce: bytes("nonce"),
  ciphertext: bytes("ciphertext"),
  broken: boolean("broken").notNull(),
  error: words("error"),
  errorMessage: words("error_message"),
  errorAt: whole("error_at"),
  renewingBy: words("renewing_by"),
  renewingUntil: whole("renewing_until"),
});

export const oauthRequests = sluice.table("oauth_requests", {
  stateHash: words("state_hash").primaryKey(),
  credentialId: words("credential_id")
    .notNull()
    .references(() => credentials.id, { onDelete: "cascade" }),
  sessionHash: words("session_hash").notNull(),
  redirectUrl: words("redirect_url").notNull(),
  expiresAt: whole("expires_at").notNull(),
  keyId: words("key_id").notNull(),
  nonce: bytes("nonce").notNull(),
  ciphertext: bytes("ciphertext").notNull(),
});
