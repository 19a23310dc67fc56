import type { SubscriptionFormat } from "@sluice/api/schemas";
import { sql } from "drizzle-orm";
import { blob, index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";

/** Who is sent which events. Times are milliseconds since 1970 in UTC. */
export const subscriptions = sqliteTable("subscriptions", {
  /** `wh_` and a ULID. */
  id: text("id").primaryKey(),
  url: text("url").notNull(),
  description: text("description").notNull(),
  /** JSON list of event types and patterns. */
  events: text("events").notNull(),
  active: integer("active", { mode: "boolean" }).notNull(),
  format: text("format", { enum: ["standard", "products-manager", "alforis", "plain"] }).notNull(),
  /** JSON `{ ordered, disableRule, perMinute, schedule }`. */
  options: text("options").notNull(),
  /** JSON list of the names of the headers that go out with each message; their values are sealed. */
  headerNames: text("header_names").notNull(),
  keyId: text("key_id").notNull(),
  nonce: blob("nonce", { mode: "buffer" }).notNull(),
  /** Secrets and header values: JSON, sealed. */
  ciphertext: blob("ciphertext", { mode: "buffer" }).notNull(),
  /** Since when every attempt has failed; null: the last one succeeded, or there was none. */
  failingSince: integer("failing_since"),
  disabledAt: integer("disabled_at"),
  disabledReason: text("disabled_reason", { enum: ["failing", "gone", "exhausted"] }),
  createdAt: integer("created_at").notNull(),
  updatedAt: integer("updated_at").notNull(),
});

/** One event on its way to one subscription: the outbox. */
export const messages = sqliteTable(
  "messages",
  {
    /** `msg_` and a ULID: the same over all attempts, what receivers know a repetition by. */
    id: text("id").primaryKey(),
    subscriptionId: text("subscription_id")
      .notNull()
      .references(() => subscriptions.id, { onDelete: "cascade" }),
    /** Null: a test. */
    eventId: text("event_id"),
    eventType: text("event_type").notNull(),
    status: text("status", { enum: ["pending", "delivered", "failed"] }).notNull(),
    attempts: integer("attempts").notNull(),
    /** When it is sent (again); of what has ended, when it last was. */
    nextAt: integer("next_at").notNull(),
    /** Until when a process holds it. */
    claimedUntil: integer("claimed_until"),
    createdAt: integer("created_at").notNull(),
    finishedAt: integer("finished_at"),
    /** What its subscription's format was when it was made: its body is of that, and so are its headers. */
    format: text("format").$type<SubscriptionFormat>().notNull(),
    /** As it goes out, byte for byte in each attempt. */
    body: text("body").notNull(),
  },
  (table) => [
    // An event goes to a subscription once, however often it is fanned out.
    uniqueIndex("messages_by_event").on(table.subscriptionId, table.eventId),
    index("messages_pending").on(table.subscriptionId, table.nextAt, table.id).where(sql`status = 'pending'`),
    index("messages_in_order")
      .on(table.subscriptionId, table.createdAt, table.id)
      .where(sql`status = 'pending'`),
    index("messages_by_subscription").on(table.subscriptionId, table.id),
    index("messages_by_type").on(table.eventType, table.id),
    // Small, unlike the list of those that arrived.
    index("messages_failed").on(table.id).where(sql`status = 'failed'`),
    index("messages_finished").on(table.finishedAt).where(sql`finished_at is not null`),
  ],
);

/** What came of each attempt. */
export const messageAttempts = sqliteTable(
  "message_attempts",
  {
    /** `att_` and a ULID. */
    id: text("id").primaryKey(),
    messageId: text("message_id")
      .notNull()
      .references(() => messages.id, { onDelete: "cascade" }),
    subscriptionId: text("subscription_id").notNull(),
    eventType: text("event_type").notNull(),
    /** From 1, since the message was made or last sent anew. */
    number: integer("number").notNull(),
    at: integer("at").notNull(),
    durationMs: integer("duration_ms").notNull(),
    /** Null: no answer came. */
    status: integer("status"),
    /** A code of the way out (`address-refused`, `network-failed`, …) or `http-error`; null: it succeeded. */
    error: text("error"),
    message: text("message"),
    /** First 4 KiB of the answer. */
    answer: text("answer").notNull(),
  },
  (table) => [
    index("attempts_by_subscription").on(table.subscriptionId, table.id),
    index("attempts_by_message").on(table.messageId),
  ],
);

/** Events that have been seen or described: the catalogue. */
export const eventTypes = sqliteTable("event_types", {
  type: text("type").primaryKey(),
  description: text("description").notNull(),
  /** JSON Schema of the data; null: none. */
  schema: text("schema"),
  /** JSON of an example; null: none. */
  example: text("example"),
  /** Somebody has described it; else it was learned from an event. */
  described: integer("described", { mode: "boolean" }).notNull(),
  /** What becomes of data that does not meet the schema. */
  onMismatch: text("on_mismatch", { enum: ["take", "refuse"] }).notNull(),
  firstSeenAt: integer("first_seen_at").notNull(),
});
