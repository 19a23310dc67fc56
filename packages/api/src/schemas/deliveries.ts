import { z } from "zod";
import { timeSchema } from "./common.ts";

export const verdicts = ["accepted", "refused"] as const;
export const verdictSchema = z.enum(verdicts);

export const deliverySummarySchema = z.object({
  id: z.string(),
  workflowId: z.string(),
  receivedAt: timeSchema,
  verdict: verdictSchema,
  /** Problem code of a refusal (`malformed-json`, `unauthorized`, …), null when accepted. */
  reason: z.string().nullable(),
  /** By which method of the trigger it passed; of one refused as `unauthorized`, the method that came nearest. */
  sender: z.string().nullable(),
  /** At which stage that one failed (`signature-mismatch`, `timestamp-too-old`, …). The sender is never told. */
  stage: z.string().nullable(),
  method: z.string(),
  /** Sender's address. */
  address: z.string(),
  /** Status of the answer; null while a synchronous execution has not answered yet. */
  status: z.int().nullable(),
  executionId: z.string().nullable(),
  /** Version that decided and ran; null before the first publish. */
  version: z.int().nullable(),
  durationMs: z.number().nullable(),
});
export type DeliverySummary = z.infer<typeof deliverySummarySchema>;

export const deliverySchema = deliverySummarySchema.extend({
  request: z.object({
    method: z.string(),
    url: z.string(),
    headers: z.array(z.object({ name: z.string(), value: z.string() })),
    /** As text; bytes that are not UTF-8 come as base64 and `bodyEncoding` says so. */
    body: z.string(),
    bodyEncoding: z.enum(["utf8", "base64"]),
    bodyBytes: z.int(),
    /** The stored body was cut at the limit (refused deliveries only). */
    bodyTruncated: z.boolean(),
  }),
  /** Trigger variables as they were extracted; null when it did not come that far. */
  variables: z.record(z.string(), z.json()).nullable(),
  /** Claims of the token that it came with; null without one. */
  claims: z.record(z.string(), z.json()).nullable(),
  /** The answer as it left; null while there is none. */
  answer: z
    .object({
      status: z.int(),
      headers: z.array(z.object({ name: z.string(), value: z.string() })),
      body: z.string(),
    })
    .nullable(),
  /** Why it was refused, for people: the problem document that was answered. */
  problem: z.record(z.string(), z.json()).nullable(),
});
export type Delivery = z.infer<typeof deliverySchema>;
