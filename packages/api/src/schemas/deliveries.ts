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
    /** As text, unpacked and decoded; bytes that are no text come as base64 and `bodyEncoding` says so. */
    body: z.string(),
    bodyEncoding: z.enum(["utf8", "base64"]),
    /** The body came compressed, and is shown as it was before. */
    bodyUnpacked: z.boolean(),
    /** Bytes as received. */
    bodyBytes: z.int(),
    /** The stored body was cut at the limit (refused deliveries only). */
    bodyTruncated: z.boolean(),
    /** Files of the body, to be downloaded by their index. */
    files: z.array(
      z.object({ index: z.int(), filename: z.string(), contentType: z.string(), size: z.int() }),
    ),
  }),
  /** Trigger variables as they were extracted; null when it did not come that far. */
  variables: z.record(z.string(), z.json()).nullable(),
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
