import { subscriptionOptionsSchema } from "@sluice/api/schemas";
import { z } from "zod";
import type { messages, subscriptions } from "../schema/subscriptions.ts";
import type { NewMessage, Settlement, SubscriptionRecord, SubscriptionUpdate } from "./store.ts";

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

/** What a change writes into the row. */
export function changedRow(record: SubscriptionRecord, health: SubscriptionUpdate["health"]) {
  const { id: _, createdAt: __, active, failingSince, disabledAt, disabledReason, ...values } = toRow(record);
  return health === "kept" ? values : { ...values, active, failingSince, disabledAt, disabledReason };
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
  return { ...message, ...sentAnew(message.createdAt) };
}

/** What a message is of which nothing has been tried yet. */
export function sentAnew(at: number) {
  return { status: "pending", attempts: 0, nextAt: at, claimedUntil: null, finishedAt: null } as const;
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

/** The row of a message that was sent once and has ended. */
export function endedMessage(message: NewMessage, settlement: Settlement, at: number): MessageRow {
  return { ...toMessageRow(message), ...settledMessage(settlement, at) };
}
