import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

export const users = sqliteTable("users", {
  id: text("id").primaryKey(),
  /** As it was typed. */
  email: text("email").notNull(),
  /** Lower case: what signing in compares. */
  emailKey: text("email_key").notNull().unique(),
  role: text("role", { enum: ["owner", "editor", "operator", "viewer"] }).notNull(),
  /** PHC string of Argon2id; null: single sign-on alone. */
  passwordHash: text("password_hash"),
  /** Null: as the browser says. */
  language: text("language", { enum: ["en", "fr"] }),
  /** Null: they may come in. */
  disabledAt: integer("disabled_at"),
  createdAt: integer("created_at").notNull(),
});

export const sessions = sqliteTable(
  "sessions",
  {
    /** SHA-256 of the cookie's token, hexadecimal. */
    hash: text("hash").primaryKey(),
    /** What people call it by: it opens nothing. */
    id: text("id").notNull().unique(),
    userId: text("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    /** The browser's `User-Agent`, cut, and the address of its last call. */
    agent: text("agent").notNull(),
    address: text("address").notNull(),
    lastSeenAt: integer("last_seen_at").notNull(),
    createdAt: integer("created_at").notNull(),
    expiresAt: integer("expires_at").notNull(),
  },
  (table) => [index("sessions_by_user").on(table.userId)],
);

export const tokens = sqliteTable("tokens", {
  id: text("id").primaryKey(),
  name: text("name").notNull(),
  /** JSON list of scopes. */
  scopes: text("scopes").notNull(),
  /** SHA-256 of the token, hexadecimal. */
  hash: text("hash").notNull().unique(),
  /** Its first characters, to tell tokens apart. */
  prefix: text("prefix").notNull(),
  /** Whose it is; null: made on the command line. It goes with them. */
  createdBy: text("created_by").references(() => users.id, { onDelete: "cascade" }),
  createdAt: integer("created_at").notNull(),
  lastUsedAt: integer("last_used_at"),
  expiresAt: integer("expires_at"),
});

/** One for an address: inviting again replaces it. */
export const invitations = sqliteTable("invitations", {
  id: text("id").primaryKey(),
  email: text("email").notNull(),
  emailKey: text("email_key").notNull().unique(),
  role: text("role", { enum: ["owner", "editor", "operator", "viewer"] }).notNull(),
  /** SHA-256 of the link's token, hexadecimal. */
  hash: text("hash").notNull().unique(),
  /** Address of who invited; null: a token of the command line. */
  invitedBy: text("invited_by"),
  createdAt: integer("created_at").notNull(),
  expiresAt: integer("expires_at").notNull(),
});

/** One for a person: asking again replaces it. */
export const passwordResets = sqliteTable("password_resets", {
  userId: text("user_id")
    .primaryKey()
    .references(() => users.id, { onDelete: "cascade" }),
  /** SHA-256 of the link's token, hexadecimal. */
  hash: text("hash").notNull().unique(),
  /** The owner who made it, for as long as they are one; null: asked for by mail, or by a token of the command line. */
  madeBy: text("made_by").references(() => users.id, { onDelete: "cascade" }),
  expiresAt: integer("expires_at").notNull(),
});
