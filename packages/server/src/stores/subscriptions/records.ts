import { subscriptionOptionsSchema } from "@sluice/api/schemas";
import { z } from "zod";
import type { messages, subscriptions } from "../schema/subscriptions.ts";
import type { MessageRecord, NewMessage, Settlement, SubscriptionRecord } from "./store.ts";

type SubscriptionRow = typeof subscriptions.$inferSelect;
type MessageRow = typeof messages.$inferSelect;

const textsSchema = z.array(z.string());

/** The row of a subscription, for every database. */
export function toRow(record: SubscriptionRecord): SubscriptionRow {
  return {
    ...record,
    events: JSON.stringify(record.events),
    options: JSON.stringify(record.options),
    headerNames: JSON.stringify(record.headerNames),
    nonce: Buffer.from(record.nonce),
    ciphertext: Buffer.from(record.ciphertext),
  };
}

export function toRecord(row: SubscriptionRow): SubscriptionRecord {
  return {
    ...row,
    events: textsSchema.parse(JSON.parse(row.events)),
    options: subscriptionOptionsSchema.parse(JSON.parse(row.options)),
    headerNames: textsSchema.parse(JSON.parse(row.headerNames)),
  };
}

export function toMessageRow(message: NewMessage): MessageRow {
  return {
    ...message,
    ...{ status: "pending", attempts: 0, nextAt: message.createdAt, claimedUntil: null, finishedAt: null },
  };
}

export function toMessage({ finishedAt: _, ...row }: MessageRow): MessageRecord {
  return row;
}

/** What an attempt writes into its message. */
export function settledMessage({ attempt, became, nextAt }: Settlement, at: number) {
  return {
    status: became,
    attempts: attempt.number,
    nextAt,
    claimedUntil: null,
    finishedAt: became === "pending" ? null : at,
  };
}

/** What an attempt writes into its subscription; null: nothing. */
export function settledSubscription({ attempt, disable }: Settlement, at: number) {
  if (attempt.error === null) return { kind: "healthy" } as const;
  return disable === null
    ? ({ kind: "failing" } as const)
    : ({ kind: "disabled", set: { active: false, disabledAt: at, disabledReason: disable } } as const);
}
