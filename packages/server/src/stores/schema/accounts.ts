import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

export const users = sqliteTable("users", {
  id: text("id").primaryKey(),
  /** As it was typed. */
  email: text("email").notNull(),
  /** Lower case: what signing in compares. */
  emailKey: text("email_key").notNull().unique(),
  role: text("role", { enum: ["owner"] }).notNull(),
  /** PHC string of Argon2id. */
  passwordHash: text("password_hash").notNull(),
  createdAt: integer("created_at").notNull(),
});

export const sessions = sqliteTable(
  "sessions",
  {
    /** SHA-256 of the cookie's token, hexadecimal. */
    hash: text("hash").primaryKey(),
    userId: text("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    createdAt: integer("created_at").notNull(),
    expiresAt: integer("expires_at").notNull(),
  },
  (table) => [index("sessions_by_user").on(table.userId)],
);

export const tokens = sqliteTable("tokens", {
  id: text("id").primaryKey(),
  /** Null: made on the command line before there was an account. */
  userId: text("user_id").references(() => users.id, { onDelete: "cascade" }),
  name: text("name").notNull(),
  /** JSON list. */
  scopes: text("scopes").notNull(),
  hash: text("hash").notNull().unique(),
  prefix: text("prefix").notNull(),
  createdAt: integer("created_at").notNull(),
  lastUsedAt: integer("last_used_at"),
  expiresAt: integer("expires_at"),
});

/** Small facts about this installation, such as the hash of the setup token. */
export const installation = sqliteTable("installation", {
  name: text("name").primaryKey(),
  value: text("value").notNull(),
});
