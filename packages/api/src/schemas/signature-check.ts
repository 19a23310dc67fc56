import { signaturePresets, signatureSchemeSchema } from "@sluice/workflow/document";
import { z } from "zod";
import { timeSchema } from "./common.ts";

/** A request that somebody has in front of them: a log, a provider's page of sent webhooks. */
const pastedRequestSchema = z.strictObject({
  /** Path and query, or a whole URL; left out: the path of the trigger URL. */
  url: z.string().max(10_000).optional(),
  /** One a line, `Name: value`. */
  headers: z.string().max(100_000),
  body: z.string().max(2_000_000),
  bodyEncoding: z.enum(["utf8", "base64"]).optional(),
});

/** What is checked, and with which secrets. */
export const signatureCheckInputSchema = z
  .object({
    id: z.string(),
    /** One that was stored, accepted or refused: its bytes and headers as they came, at the time when they came. */
    deliveryId: z.string().optional(),
    /** Or one that was pasted, at the time of this call. */
    request: pastedRequestSchema.optional(),
    /** Whose methods count: the draft, or a version. Left out: the version that the delivery met, else the draft. */
    version: z.union([z.literal("draft"), z.int().min(1)]).optional(),
    /** Takes the place of the stored ones. */
    secret: z.string().min(1).max(10_000).optional(),
    /** A scheme that the trigger does not have yet; needs `secret`. */
    method: z
      .strictObject({
        preset: z.enum(signaturePresets),
        scheme: signatureSchemeSchema.optional(),
        toleranceSeconds: z.int().min(1).max(86_400).default(300),
        publicUrl: z.string().max(2000).optional(),
      })
      .optional(),
  })
  .refine(({ deliveryId, request }) => (deliveryId === undefined) !== (request === undefined), {
    message: "give either deliveryId or request",
    path: ["deliveryId"],
  })
  .refine(({ method, secret }) => method === undefined || secret !== undefined, {
    message: "a method of one's own needs a secret",
    path: ["secret"],
  });

const stageSchema = z.object({
  stage: z.string(),
  /** Null: passed. */
  failed: z.string().nullable(),
  /** What was looked at: names, counts, ages. Never a secret. */
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
});

export const signatureCheckSchema = z.object({
  /** Place among the trigger's methods; null: it is the one that the call brought. */
  at: z.int().nullable(),
  /** As deliveries call it. */
  name: z.string(),
  preset: z.enum(signaturePresets),
  /** `unknown`: what would tell was not stored. */
  outcome: z.enum(["passed", "failed", "unknown"]),
  /** The stage of failure, as deliveries say it (`signature-mismatch`); null: it did not fail. */
  failed: z.string().nullable(),
  /** Which of the secrets signed, from 0. */
  secret: z.int().nullable(),
  /** Up to the one that failed. */
  stages: z.array(stageSchema),
  /** The bytes that must have been signed, the first 4096 of them; `bytes`: how many there are. */
  signed: z.object({ text: z.string(), encoding: z.enum(["utf8", "base64"]), bytes: z.int() }).nullable(),
  /** The signatures that came. */
  given: z.array(z.string()),
  /**
   * What each secret would have given. For people only, and never for a pasted request with stored secrets: that would
   * sign whatever is asked for.
   */
  expected: z.array(z.string().nullable()),
  /** Each of these alone would have made it right. */
  hints: z.array(z.string()),
});
export type SignatureCheck = z.infer<typeof signatureCheckSchema>;

export const signatureChecksSchema = z.object({
  checks: z.array(signatureCheckSchema),
  /** Whose methods were checked; null: the method of the call. */
  version: z.union([z.literal("draft"), z.int()]).nullable(),
  /** When the request came, by which its age is measured. */
  at: timeSchema,
  /** Not all of the body was stored: no signature over it can be right. */
  bodyIncomplete: z.boolean(),
});
export type SignatureChecks = z.infer<typeof signatureChecksSchema>;
