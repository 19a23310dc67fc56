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
  name: text("name").notNull(),
  /** JSON list of scopes. */
  scopes: text("scopes").notNull(),
  /** SHA-256 of the token, hexadecimal. */
  hash: text("hash").notNull().unique(),
  /** Its first characters, to tell tokens apart. */
  prefix: text("prefix").notNull(),
  /** Who made it; null: the command line. */
  createdBy: text("created_by").references(() => users.id, { onDelete: "set null" }),
  createdAt: integer("created_at").notNull(),
  lastUsedAt: integer("last_used_at"),
  expiresAt: integer("expires_at"),
});
