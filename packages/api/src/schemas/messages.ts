import { z } from "zod";
import { timeSchema } from "./common.ts";
import { subscriptionFormatSchema } from "./webhooks.ts";

/** `pending`: it waits for its first or next attempt; `failed`: there will be none. */
export const messageStatuses = ["pending", "delivered", "failed"] as const;
export const messageStatusSchema = z.enum(messageStatuses);

/** One event on its way to one subscription. */
export const messageSummarySchema = z.object({
  id: z.string(),
  subscriptionId: z.string(),
  /** Of the subscription, as it is now. */
  url: z.string(),
  event: z.string(),
  /** Null: a test. */
  eventId: z.string().nullable(),
  status: messageStatusSchema,
  /** Since it was made or last sent anew. */
  attempts: z.int(),
  /** Null: it has ended. In the past: it is being sent, or its subscription is switched off. */
  nextAttemptAt: timeSchema.nullable(),
  createdAt: timeSchema,
  finishedAt: timeSchema.nullable(),
  /** What came of the newest attempt; null: there was none. */
  last: z
    .object({
      at: timeSchema,
      http_status: z.int().nullable(),
      error: z.object({ code: z.string(), message: z.string() }).nullable(),
    })
    .nullable(),
});
export type MessageSummary = z.infer<typeof messageSummarySchema>;

export const messageSchema = messageSummarySchema.extend({
  format: subscriptionFormatSchema,
  /** As it goes out, byte for byte in each attempt. */
  body: z.string(),
});
export type Message = z.infer<typeof messageSchema>;
