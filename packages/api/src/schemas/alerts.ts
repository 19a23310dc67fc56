import { z } from "zod";
import { emailSchema } from "./accounts.ts";
import { textSchema, timeSchema } from "./common.ts";

/** In minutes. What is watched for longer may be pruned by then. */
const [day, week, month] = [1440, 10_080, 43_200];

const anyWorkflow = z.string().max(64).nullable().default(null);
const noWorkflow = z.null().default(null);
const percentSchema = z.number().gt(0).max(100);

/** At least so many of a hundred executions of the last minutes have failed, of at least so many. */
const failureRate = z.strictObject({
  kind: z.literal("failure-rate"),
  workflowId: anyWorkflow,
  settings: z.strictObject({
    percent: percentSchema,
    minutes: z.int().min(1).max(day),
    atLeast: z.int().min(1).max(10_000),
  }),
});
/** The execution that has been due the longest waits for so many seconds to be taken up. */
const queueAge = z.strictObject({
  kind: z.literal("queue-age"),
  workflowId: noWorkflow,
  settings: z.strictObject({ seconds: z.int().min(1).max(86_400) }),
});
/** Nothing was accepted at the workflow's trigger for so many minutes. */
const noDelivery = z.strictObject({
  kind: z.literal("no-delivery"),
  workflowId: z.string().min(1).max(64),
  settings: z.strictObject({ minutes: z.int().min(1).max(month) }),
});
/** So many deliveries were refused; with `percent` only when that is so much of a hundred of all that came. */
const refusals = z.strictObject({
  kind: z.literal("refusals"),
  workflowId: anyWorkflow,
  settings: z.strictObject({
    minutes: z.int().min(1).max(day),
    /** Of each workflow the newest 200 refusals are kept: no more can be asked for. */
    atLeast: z.int().min(1).max(200),
    percent: percentSchema.nullable().default(null),
  }),
});
/** Sluice has given a subscription up. */
const subscriptionDisabled = z.strictObject({
  kind: z.literal("subscription-disabled"),
  workflowId: noWorkflow,
  settings: z.strictObject({}).default({}),
});
/** Less is free on the disk of the data folder. */
const disk = z.strictObject({
  kind: z.literal("disk"),
  workflowId: noWorkflow,
  settings: z
    .strictObject({ below: z.number().gt(0).max(100_000_000), unit: z.enum(["percent", "megabytes"]) })
    .refine(({ below, unit }) => unit !== "percent" || below < 100, {
      message: "less than 100 percent",
      path: ["below"],
    }),
});
/** At least so many executions wait for others of their concurrency key. */
const waitingAtLimit = z.strictObject({
  kind: z.literal("waiting-at-limit"),
  workflowId: noWorkflow,
  settings: z.strictObject({ count: z.int().min(1).max(10_000) }),
});

function ofEveryKind<More extends z.core.$ZodLooseShape>(more: More) {
  return z.discriminatedUnion("kind", [
    failureRate.extend(more),
    queueAge.extend(more),
    noDelivery.extend(more),
    refusals.extend(more),
    subscriptionDisabled.extend(more),
    disk.extend(more),
    waitingAtLimit.extend(more),
  ]);
}

/** What a rule watches. */
export const alertConditionSchema = ofEveryKind({});
export type AlertCondition = z.output<typeof alertConditionSchema>;
export type AlertKind = AlertCondition["kind"];

const telling = {
  name: z
    .string()
    .trim()
    .min(1, "give it a name")
    .max(200)
    .regex(/^\P{Cc}*$/u, "a name is one line"),
  enabled: z.boolean().default(true),
  /** Who is written to, besides the events `alert.firing` and `alert.resolved`. */
  recipients: z
    .array(emailSchema)
    .max(20)
    .default([])
    .transform((all) => [...new Set(all)]),
  /** Of the mails. */
  language: z.enum(["en", "fr"]).default("en"),
  /** Told again so often while it lasts; null: once. */
  repeatMinutes: z.int().min(5).max(week).nullable().default(null),
};

/** A rule as people write it. */
export const newAlertSchema = ofEveryKind(telling);
export type NewAlert = z.output<typeof newAlertSchema>;
export const alertChangeSchema = ofEveryKind({ ...telling, id: z.string().max(64) });

/** What was found when a rule was last looked at. */
export const alertMeasureSchema = z.object({
  /** It is beyond the rule's limit. */
  beyond: z.boolean(),
  /** Failed executions, seconds, minutes, refusals, subscriptions, percent or megabytes, executions; null: nothing to measure. */
  value: z.number().nullable(),
  /** Of how many, where it is a part of something. */
  of: z.number().nullable(),
  /** From when on it was counted. */
  since: timeSchema.nullable(),
  /** The same in a sentence. */
  said: textSchema,
  /** Where the editor shows what was counted: a path with its filter. */
  path: z.string(),
});
export type AlertMeasure = z.infer<typeof alertMeasureSchema>;

export const alertSchema = z.object({
  id: z.string(),
  kind: z.enum(alertConditionSchema.options.map((option) => option.shape.kind.value)),
  workflowId: z.string().nullable(),
  /** As they were written, by kind. */
  settings: z.record(z.string(), z.union([z.number(), z.string(), z.null()])),
  ...{ name: z.string(), enabled: z.boolean(), recipients: z.array(z.string()) },
  language: z.enum(["en", "fr"]),
  repeatMinutes: z.int().nullable(),
  /** Until then it is watched and not told. */
  mutedUntil: timeSchema.nullable(),
  /** `off`: it is not watched; `unknown`: not looked at yet. */
  state: z.enum(["ok", "firing", "unknown", "off"]),
  firingSince: timeSchema.nullable(),
  evaluatedAt: timeSchema.nullable(),
  measure: alertMeasureSchema.nullable(),
  /** Why it could not be measured, or its mails not be sent, the last time; null: they could. */
  problem: z.string().nullable(),
  createdAt: timeSchema,
  updatedAt: timeSchema,
});
export type Alert = z.infer<typeof alertSchema>;

export const alertsSchema = z.object({
  items: z.array(alertSchema),
  /** Whether a mail server is set: without one, recipients get nothing. */
  mail: z.boolean(),
});

/** What came of a sample: the event, and each mail. */
export const alertTestSchema = z.object({
  eventId: z.string(),
  mails: z.array(
    z.object({ to: z.string(), /** Null: the server has taken it. */ problem: z.string().nullable() }),
  ),
});
