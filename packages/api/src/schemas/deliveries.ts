import { ruleRecordSchema } from "@sluice/workflow/node-contract";
import { z } from "zod";
import { givenTimeSchema, sentAnswerSchema, timeSchema } from "./common.ts";

/**
 * What became of a request: `accepted` started an execution, `refused` did not get past the door, `filtered` did not meet
 * the trigger's filter, `duplicate` carried the key of an earlier one, `held` came while its workflow was paused and
 * waits for a person (`accepted` once it has run).
 */
export const verdicts = ["accepted", "refused", "filtered", "duplicate", "held"] as const;
export const verdictSchema = z.enum(verdicts);
export type Verdict = z.infer<typeof verdictSchema>;

export const deliverySummarySchema = z.object({
  id: z.string(),
  workflowId: z.string(),
  receivedAt: timeSchema,
  verdict: verdictSchema,
  /** Problem code of a refusal (`malformed-json`, `unauthorized`, …); `discarded` of a held one that a person let go. */
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
  /** The delivery that had its dedupe key before it. */
  duplicateOf: z.string().nullable(),
  /** The delivery whose request a person ran again. */
  replayOf: z.string().nullable(),
  /**
   * By which method of the trigger it passed; of one refused as `unauthorized`, the method that came nearest; null: it
   * did not have to show who it is, or did not come that far.
   */
  authMethod: z.string().nullable(),
  /** At which stage that one failed (`signature-mismatch`, `timestamp-too-old`, …). The sender is never told. */
  authStage: z.string().nullable(),
});
export type DeliverySummary = z.infer<typeof deliverySummarySchema>;

/** Which deliveries are meant. What is left out is not looked at. */
export const deliveryFilterSchema = z.object({
  workflowId: z.string().optional(),
  verdict: verdictSchema.optional(),
  reason: z.string().max(64).optional(),
  /** Status of the answer: `401`, or all of a kind, `4xx`. */
  status: z
    .string()
    .regex(/^[1-5](\d\d|xx)$/)
    .optional(),
  /** Received at this moment or later. */
  from: givenTimeSchema.optional(),
  /** Received before this moment. */
  to: givenTimeSchema.optional(),
  /** Those that run this one again. */
  replayOf: z.string().optional(),
  /** Those that had the dedupe key of this one. */
  duplicateOf: z.string().optional(),
});
export type DeliveryFilter = z.infer<typeof deliveryFilterSchema>;

/** How a search was answered. */
export const searchedSchema = z.object({
  /** `keys`: by search keys; `ids`: by the id of a delivery or execution; `text`: by reading. */
  by: z.enum(["keys", "ids", "text"]),
  /** False: it stopped before it had read everything; the next page reads on. */
  complete: z.boolean(),
  /** How many deliveries were read for this page. */
  read: z.int(),
});
export type Searched = z.infer<typeof searchedSchema>;

export const reasonCountSchema = z.object({ reason: z.string(), count: z.int(), lastAt: timeSchema });
export type ReasonCount = z.infer<typeof reasonCountSchema>;

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
    /** When the body was taken away, because its trigger keeps the variables only; null: it is there. */
    bodyRemovedAt: timeSchema.nullable(),
    /** Files of the body, to be downloaded by their index. */
    files: z.array(
      z.object({ index: z.int(), filename: z.string(), contentType: z.string(), size: z.int() }),
    ),
  }),
  /** Trigger variables as they were extracted; null when it did not come that far. */
  variables: z.record(z.string(), z.json()).nullable(),
  /** Claims of the token that it came with; null without one. */
  claims: z.record(z.string(), z.json()).nullable(),
  /** The answer as it left; null while there is none. */
  answer: sentAnswerSchema.nullable(),
  /** Why it was refused, for people: the problem document that was answered. */
  problem: z.record(z.string(), z.json()).nullable(),
  /** What became of each rule of the filter, where the filter said no or failed. */
  rules: z.array(ruleRecordSchema).nullable(),
  /** When a held one was run or discarded; null: it was never held, or still is. */
  settledAt: timeSchema.nullable(),
  /** Why a held one was discarded, in the words of who did. */
  note: z.string().nullable(),
});
export type Delivery = z.infer<typeof deliverySchema>;
