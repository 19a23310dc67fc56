import type { Role } from "@sluice/api/roles";
import { index } from "drizzle-orm/pg-core";
import { jsonText, sluice, whole, words } from "./columns.ts";

/** The columns are those of the SQLite tables, where they are explained (stores/schema). */
export const users = sluice.table("users", {
  id: words("id").primaryKey(),
  email: words("email").notNull(),
  emailKey: words("email_key").notNull().unique(),
  role: words("role").$type<Role>().notNull(),
  passwordHash: words("password_hash"),
  language: words("language").$type<"en" | "fr">(),
  disabledAt: whole("disabled_at"),
  createdAt: whole("created_at").notNull(),
});

export const sessions = sluice.table(
  "sessions",
  {
    hash: words("hash").primaryKey(),
    id: words("id").notNull().unique(),
    userId: words("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    agent: words("agent").notNull(),
    address: words("address").notNull(),
    lastSeenAt: whole("last_seen_at").notNull(),
    createdAt: whole("created_at").notNull(),
    expiresAt: whole("expires_at").notNull(),
  },
  (table) => [index("sessions_by_user").on(table.userId)],
);

export const tokens = sluice.table("tokens", {
  id: words("id").primaryKey(),
  name: words("name").notNull(),
  scopes: jsonText("scopes").notNull(),
  hash: words("hash").notNull().unique(),
  prefix: words("prefix").notNull(),
  createdBy: words("created_by").references(() => users.id, { onDelete: "cascade" }),
  createdAt: whole("created_at").notNull(),
  lastUsedAt: whole("last_used_at"),
  expiresAt: whole("expires_at"),
});

export const invitations = sluice.table("invitations", {
  id: words("id").primaryKey(),
  email: words("email").notNull(),
  emailKey: words("email_key").notNull().unique(),
  role: words("role").$type<Role>().notNull(),
  hash: words("hash").notNull().unique(),
  invitedBy: words("invited_by"),
  createdAt: whole("created_at").notNull(),
  expiresAt: whole("expires_at").notNull(),
});

export const passwordResets = sluice.table("password_resets", {
  userId: words("user_id")
    .primaryKey()
    .references(() => users.id, { onDelete: "cascade" }),
  hash: words("hash").notNull().unique(),
  madeBy: words("made_by").references(() => users.id, { onDelete: "cascade" }),
  expiresAt: whole("expires_at").notNull(),
});
