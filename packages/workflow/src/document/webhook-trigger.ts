import { z } from "zod";
import { handshakeSchema, triggerAuthSchema } from "./trigger-auth.ts";

/** How an expression names a trigger variable. */
export const variableKeySchema = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,63}$/, "a key is a short name");

export const variableTypes = [
  "string",
  "number",
  "integer",
  "boolean",
  "object",
  "array",
  "datetime",
  "any",
] as const;
export const variableTypeSchema = z.enum(variableTypes);
export const variableSources = ["body", "query", "headers"] as const;
export const variableSourceSchema = z.enum(variableSources);

export const triggerVariableSchema = z.strictObject({
  key: variableKeySchema,
  from: variableSourceSchema,
  path: z.string().min(1).max(1000),
  /** The path as it was parsed, when the builder has changed `path` by hand: parsing again merges by it. */
  parsedPath: z.string().max(1000).optional(),
  alias: z.string().max(200).optional(),
  type: variableTypeSchema,
  required: z.boolean().default(false),
  default: z.json().optional(),
});

const headerSchema = z.strictObject({ name: z.string().min(1).max(200), value: z.string().max(10_000) });

const statusSchema = z.union([z.int().min(200).max(599), z.string()]);

/** An answer that is configured beside the workflow; its texts are templates over `trigger` and `request`. */
const answerSchema = z.strictObject({
  status: statusSchema.optional(),
  headers: z.array(headerSchema).max(50).optional(),
  kind: z.enum(["json", "text", "html", "empty", "redirect"]).optional(),
  body: z.json().optional(),
  /** Of a redirect. */
  location: z.string().max(2000).optional(),
});

export const bodyKinds = ["json", "form", "text", "files"] as const;

/** The config of a webhook trigger. Everything in it is optional. */
export const webhookTriggerSchema = z.strictObject({
  variables: z.array(triggerVariableSchema).max(500).default([]),
  examples: z
    .strictObject({
      query: z.string().optional(),
      headers: z.string().optional(),
      body: z.string().optional(),
    })
    .optional(),
  auth: triggerAuthSchema.optional(),
  handshakes: z.array(handshakeSchema).max(3).optional(),
  /** Addresses that may call: IPv4 and IPv6, one or a range (`10.0.0.0/8`). Left out: all. */
  ipAllow: z.array(z.string().min(1).max(64)).max(500).optional(),
  /** Browsers may call from exactly these origins (`https://shop.example`). */
  cors: z.strictObject({ origins: z.array(z.string().min(1).max(300)).max(50) }).optional(),
  limits: z
    .strictObject({
      bodyBytes: z.int().min(1).optional(),
      /** Requests in a minute, of all senders together and of one address. */
      perMinute: z.int().min(1).max(1_000_000).optional(),
      perMinuteOfAddress: z.int().min(1).max(1_000_000).optional(),
    })
    .optional(),
  /** What bodies may be; left out: JSON. */
  accept: z.array(z.enum(bodyKinds)).min(1).max(4).optional(),
  contract: z
    .strictObject({
      /** JSON Schema (2020-12) that the body must meet; it stands beside the variables. */
      schema: z.union([z.record(z.string(), z.json()), z.boolean()]).optional(),
    })
    .optional(),
  /** Whether `/hooks/{key}/docs` shows senders the contract, without signing in. */
  docs: z.strictObject({ public: z.boolean(), description: z.string().max(10_000).optional() }).optional(),
  /** Requests that do not meet `when` (a rule group or `{ expression }`) start nothing. */
  filter: z.strictObject({ when: z.json(), answer: answerSchema.optional() }).optional(),
  dedupe: z
    .strictObject({
      /** Template over `trigger` and `request`; an empty or missing value is never a duplicate. */
      key: z.string().min(1).max(1000),
      windowSeconds: z.int().min(1).max(31_536_000).default(259_200),
      answer: z.enum(["replay", "ok"]).default("replay"),
    })
    .optional(),
  response: answerSchema.optional(),
  sync: z
    .strictObject({
      timeoutSeconds: z.number().min(1).max(300).optional(),
      onTimeout: z.enum(["504", "202"]).optional(),
    })
    .optional(),
  whenPaused: z.enum(["503", "404", "hold"]).optional(),
  /** `variables`: the raw body goes when the execution has ended. */
  keep: z.enum(["everything", "variables"]).optional(),
});

export type TriggerVariable = z.infer<typeof triggerVariableSchema>;
export type VariableType = z.infer<typeof variableTypeSchema>;
export type VariableSource = z.infer<typeof variableSourceSchema>;
export type WebhookTriggerConfig = z.infer<typeof webhookTriggerSchema>;
export type TriggerAnswer = z.infer<typeof answerSchema>;
export type BodyKind = (typeof bodyKinds)[number];
