import { eventPatternSchema } from "@sluice/workflow/document";
import { z } from "zod";
import { timeSchema } from "./common.ts";

export const subscriptionFormats = ["standard", "products-manager", "alforis", "plain"] as const;
export const subscriptionFormatSchema = z.enum(subscriptionFormats);
export type SubscriptionFormat = z.infer<typeof subscriptionFormatSchema>;

/**
 * How messages of the format `standard` are signed: `v1`, with a secret that both sides know; `v1a`, with an Ed25519 key of
 * which receivers have the public half only.
 */
export const signingSchema = z.enum(["v1", "v1a"]);
export type SubscriptionSigning = z.infer<typeof signingSchema>;

/** Seconds to wait after the first, second, … failed attempt, where a subscription has no schedule of its own. */
export const defaultSchedule = [60, 300, 900, 3600, 21_600] as const;

/** How messages are sent, beside where. */
export const subscriptionOptionsSchema = z.strictObject({
  /** One after another, in the order of the events: a message that fails holds back those behind it. */
  ordered: z.boolean().default(false),
  /** `health`: after five days in which every attempt failed; `strict`: as soon as one message has failed for good. */
  disableRule: z.enum(["health", "strict"]).default("health"),
  /** Messages in a minute; null: as fast as they are taken. */
  perMinute: z.int().min(1).max(100_000).nullable().default(null),
  /** Seconds to wait after the first, second, … failed attempt; null: `defaultSchedule`. */
  schedule: z.array(z.int().min(1).max(604_800)).min(1).max(20).nullable().default(null),
});
export type SubscriptionOptions = z.output<typeof subscriptionOptionsSchema>;

const headerSchema = z.strictObject({
  name: z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,200}$/, "a header name has no spaces and no colon"),
  value: z.string().max(10_000),
});

const urlSchema = z
  .string()
  .max(2000)
  .refine(
    (url) => /^https?:\/\//i.test(url) && URL.canParse(url),
    "a URL that begins with https:// or http://",
  );

const eventsSchema = z
  .array(eventPatternSchema)
  .min(1, "name an event")
  .max(100)
  .transform((events) => [...new Set(events)]);

const given = {
  url: urlSchema,
  events: eventsSchema,
  description: z.string().max(2000),
  /** `is_active` is another name of it. */
  active: z.boolean(),
  is_active: z.boolean(),
  /** Taken as given; left out: a new one is made. */
  secret: z.string().min(1).max(500),
  format: subscriptionFormatSchema,
  /** Go out with each message; a value that is left out stays as it was. */
  headers: z.array(headerSchema.extend({ value: headerSchema.shape.value.optional() })).max(20),
  ...{
    ordered: subscriptionOptionsSchema.shape.ordered.unwrap(),
    disableRule: subscriptionOptionsSchema.shape.disableRule.unwrap(),
    perMinute: subscriptionOptionsSchema.shape.perMinute.unwrap(),
    schedule: subscriptionOptionsSchema.shape.schedule.unwrap(),
  },
};

export const subscriptionChangeSchema = z.strictObject(given).partial();
export const newSubscriptionSchema = subscriptionChangeSchema
  .extend({ signing: signingSchema.optional() })
  .required({ url: true, events: true });
export type SubscriptionChange = z.output<typeof subscriptionChangeSchema>;
export type NewSubscription = z.output<typeof newSubscriptionSchema>;

export const subscriptionSchema = z.object({
  id: z.string(),
  url: z.string(),
  events: z.array(z.string()),
  description: z.string(),
  active: z.boolean(),
  is_active: z.boolean(),
  format: subscriptionFormatSchema,
  /** Their values do not come back. */
  headers: z.array(z.object({ name: z.string() })),
  ...subscriptionOptionsSchema.shape,
  /** Of the newest secret; `v1` where the format has no other. */
  signing: signingSchema,
  /** `whpk_…` of every key that signs with `v1a` now, the newest first. */
  publicKeys: z.array(z.string()),
  /** When an older secret, after a rotation, stops signing; empty: there is one secret. */
  oldSecretsUntil: z.array(timeSchema),
  disabledAt: timeSchema.nullable(),
  disabledReason: z.enum(["failing", "gone", "exhausted"]).nullable(),
  /** Since when every attempt has failed; null: the last one succeeded. */
  failingSince: timeSchema.nullable(),
  /** Messages that wait to be sent. */
  pending: z.int(),
  created_at: timeSchema,
  updated_at: timeSchema,
});
export type Subscription = z.infer<typeof subscriptionSchema>;

/** With the secret, which is shown this once. Null: messages are signed with a key whose private half never leaves. */
export const subscriptionWithSecretSchema = subscriptionSchema.extend({ secret: z.string().nullable() });

export type SubscriptionWithSecret = z.infer<typeof subscriptionWithSecretSchema>;

export const attemptSchema = z.object({
  id: z.string(),
  messageId: z.string(),
  timestamp: timeSchema,
  event: z.string(),
  /** Null: no answer came. */
  http_status: z.int().nullable(),
  response_time_ms: z.int(),
  /** 0: the first attempt. */
  retry_count: z.int(),
  /** A code and a sentence; null: it succeeded. */
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  /** First 4 KiB of the answer. */
  answer: z.string(),
});
export type Attempt = z.infer<typeof attemptSchema>;

/** The log as subscriptions of the format `products-manager` have it. */
export const productsManagerLogsSchema = z.object({
  status: z.literal("success"),
  data: z.object({
    logs: z.array(
      z.object({
        timestamp: timeSchema,
        event: z.string(),
        http_status: z.int().nullable(),
        response_time_ms: z.int(),
        retry_count: z.int(),
        error: z.string().optional(),
      }),
    ),
  }),
});

/** What came of a test message, whose one attempt is over. */
export const subscriptionTestSchema = z.object({ ok: z.boolean(), attempt: attemptSchema });
