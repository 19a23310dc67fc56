import type { SubscriptionFormat } from "@sluice/api/schemas";
import { sql } from "drizzle-orm";
import { boolean, index, uniqueIndex } from "drizzle-orm/pg-core";
import { bytes, jsonText, sluice, whole, words } from "./columns.ts";

/** The columns are those of the SQLite tables, where they are explained (stores/schema). */
export const subscriptions = sluice.table("subscriptions", {
  id: words("id").primaryKey(),
  url: words("url").notNull(),
  description: words("description").notNull(),
  events: jsonText("events").notNull(),
  active: boolean("active").notNull(),
  format: words("format").$type<"standard" | "products-manager" | "alforis" | "plain">().notNull(),
  options: jsonText("options").notNull(),
  headerNames: jsonText("header_names").notNull(),
  keyId: words("key_id").notNull(),
  nonce: bytes("nonce").notNull(),
  ciphertext: bytes("ciphertext").notNull(),
  failingSince: whole("failing_since"),
  disabledAt: whole("disabled_at"),
  disabledReason: words("disabled_reason").$type<"failing" | "gone" | "exhausted">(),
  createdAt: whole("created_at").notNull(),
  updatedAt: whole("updated_at").notNull(),
});

export const messages = sluice.table(
  "messages",
  {
    id: words("id").primaryKey(),
    subscriptionId: words("subscription_id")
      .notNull()
      .references(() => subscriptions.id, { onDelete: "cascade" }),
    eventId: words("event_id"),
    eventType: words("event_type").notNull(),
    status: words("status").$type<"pending" | "delivered" | "failed">().notNull(),
    attempts: whole("attempts").notNull(),
    nextAt: whole("next_at").notNull(),
    claimedUntil: whole("claimed_until"),
    createdAt: whole("created_at").notNull(),
    finishedAt: whole("finished_at"),
    format: words("format").$type<SubscriptionFormat>().notNull(),
    body: words("body").notNull(),
  },
  (table) => [
    uniqueIndex("messages_by_event").on(table.subscriptionId, table.eventId),
    index("messages_pending").on(table.subscriptionId, table.nextAt, table.id).where(sql`status = 'pending'`),
    index("messages_in_order")
      .on(table.subscriptionId, table.createdAt, table.id)
      .where(sql`status = 'pending'`),
    index("messages_by_subscription").on(table.subscriptionId, table.id),
    index("messages_by_type").on(table.eventType, table.id),
    index("messages_failed").on(table.id).where(sql`status = 'failed'`),
    index("messages_finished").on(table.finishedAt).where(sql`finished_at is not null`),
  ],
);

export const messageAttempts = sluice.table(
  "message_attempts",
  {
    id: words("id").primaryKey(),
    messageId: words("message_id")
      .notNull()
      .references(() => messages.id, { onDelete: "cascade" }),
    subscriptionId: words("subscription_id").notNull(),
    eventType: words("event_type").notNull(),
    number: whole("number").notNull(),
    at: whole("at").notNull(),
    durationMs: whole("duration_ms").notNull(),
    status: whole("status"),
    error: words("error"),
    message: words("message"),
    answer: words("answer").notNull(),
  },
  (table) => [
    index("attempts_by_subscription").on(table.subscriptionId, table.id),
    index("attempts_by_message").on(table.messageId),
  ],
);

export const eventTypes = sluice.table("event_types", {
  type: words("type").primaryKey(),
  description: words("description").notNull(),
  schema: jsonText("schema"),
  example: jsonText("example"),
  described: boolean("described").notNull(),
  onMismatch: words("on_mismatch").$type<"take" | "refuse">().notNull(),
  firstSeenAt: whole("first_seen_at").notNull(),
});
