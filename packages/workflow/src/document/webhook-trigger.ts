import { z } from "zod";

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

/** A secret in a document: the reference, the value on its way in, or empty (a copy). */
export const secretFieldSchema = z.union([
  z.strictObject({ secret: z.union([z.string(), z.strictObject({ value: z.string().min(1).max(10_000) })]) }),
  z.strictObject({ credential: z.string() }),
  z.strictObject({}),
]);

const basicSchema = z.strictObject({
  type: z.literal("basic"),
  username: z
    .string()
    .min(1)
    .max(500)
    .refine((name) => !name.includes(":"), "a username holds no colon (RFC 7617)"),
  password: secretFieldSchema,
});

const headerSchema = z.strictObject({ name: z.string().min(1).max(200), value: z.string().max(10_000) });

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
  auth: z.strictObject({ any: z.array(basicSchema).max(50) }).optional(),
  response: z
    .strictObject({
      status: z.union([z.int().min(200).max(599), z.string()]).optional(),
      headers: z.array(headerSchema).max(50).optional(),
      kind: z.enum(["json", "text", "html", "empty"]).optional(),
      body: z.json().optional(),
    })
    .optional(),
  sync: z.strictObject({ timeoutSeconds: z.number().min(1).max(300).optional() }).optional(),
  limits: z.strictObject({ bodyBytes: z.int().min(1).optional() }).optional(),
  whenPaused: z.enum(["503", "404"]).optional(),
});

export type TriggerVariable = z.infer<typeof triggerVariableSchema>;
export type VariableType = z.infer<typeof variableTypeSchema>;
export type VariableSource = z.infer<typeof variableSourceSchema>;
export type WebhookTriggerConfig = z.infer<typeof webhookTriggerSchema>;
export type BasicAuth = z.infer<typeof basicSchema>;
