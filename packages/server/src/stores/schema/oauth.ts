import { blob, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { credentials } from "./credentials.ts";

/** What providers have granted: the tokens of credentials that renew themselves. Times are milliseconds since 1970. */
export const oauthGrants = sqliteTable("oauth_grants", {
  credentialId: text("credential_id")
    .primaryKey()
    .references(() => credentials.id, { onDelete: "cascade" }),
  /** Counts the tokens that were stored: what was asked for before others came is not written over them. */
  version: integer("version").notNull(),
  /** Whose account it is, as the provider calls it; null: it does not say. */
  connectedAs: text("connected_as"),
  /** What was granted, in the provider's words; null: what was asked for. */
  scope: text("scope"),
  /** Null: the provider names no end. */
  expiresAt: integer("expires_at"),
  /** New tokens can be had without a person. */
  renewable: integer("renewable", { mode: "boolean" }).notNull(),
  /** When a person let it in, or the first token came; null: never. */
  connectedAt: integer("connected_at"),
  renewedAt: integer("renewed_at"),
  /** Null: there are no tokens. */
  keyId: text("key_id"),
  nonce: blob("nonce", { mode: "buffer" }),
  ciphertext: blob("ciphertext", { mode: "buffer" }),
  /** The provider will not renew it: a person has to connect again. */
  broken: integer("broken", { mode: "boolean" }).notNull(),
  /** The last failure; null: there was none since the last success. */
  error: text("error"),
  errorMessage: text("error_message"),
  errorAt: integer("error_at"),
  /** Who asks the provider right now, and until when nobody else does. */
  renewingBy: text("renewing_by"),
  renewingUntil: integer("renewing_until"),
});

/** People who have been sent to a provider and are to come back, once. */
export const oauthRequests = sqliteTable("oauth_requests", {
  /** Hexadecimal SHA-256 of `state`. */
  stateHash: text("state_hash").primaryKey(),
  credentialId: text("credential_id")
    .notNull()
    .references(() => credentials.id, { onDelete: "cascade" }),
  /** Of the session that began it: nobody else may end it. */
  sessionHash: text("session_hash").notNull(),
  /** Where the provider was told to send the browser. */
  redirectUrl: text("redirect_url").notNull(),
  expiresAt: integer("expires_at").notNull(),
  /** The PKCE verifier, sealed. */
  keyId: text("key_id").notNull(),
  nonce: blob("nonce", { mode: "buffer" }).notNull(),
  ciphertext: blob("ciphertext", { mode: "buffer" }).notNull(),
});
