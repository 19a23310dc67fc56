import { z } from "zod";
import { textSchema } from "./common.ts";
import { subscriptionFormatSchema } from "./webhooks.ts";

/** What is kept of records. Waiting and running executions always stay. */
export const retentionSchema = z.strictObject({
  /** Days since the end of an execution, the arrival of a refused delivery or of an event; null: for ever. */
  days: z.int().min(1).max(36_500).nullable(),
  /** Executions kept of each workflow, the newest; null: any number. */
  perWorkflow: z.int().min(1).max(100_000_000).nullable(),
  /** Filtered requests kept of each workflow, the newest. */
  filteredPerWorkflow: z.int().min(0).max(100_000).default(200),
  /** Duplicates kept of each workflow, the newest. */
  duplicatesPerWorkflow: z.int().min(0).max(100_000).default(200),
  /** Requests that may wait for a paused workflow; the next one is answered 503. They stay until a person decides. */
  heldPerWorkflow: z.int().min(1).max(1_000_000).default(10_000),
});

export const languages = ["en", "fr"] as const;

export const settingsSchema = z.strictObject({
  /** The workflow that is started when an execution fails whose own workflow names none; null: none. */
  errorWorkflowId: z.string().max(64).nullable(),
  retention: retentionSchema,
  /** Days that the audit log is kept; null: for ever. */
  auditDays: z.int().min(1).max(36_500).nullable(),
  /** Language of people who have chosen none, and of what is written to them; null: their browser's. */
  language: z.enum(languages).nullable(),
  /** Of webhooks out that name no format. */
  webhookFormat: subscriptionFormatSchema,
});
export type InstanceSettings = z.infer<typeof settingsSchema>;

/** A line of the configuration, which is set outside and read at the start. */
export const configLineSchema = z.object({
  /** Environment variable. */
  variable: z.string(),
  /** Flag on the command line, without dashes. */
  flag: z.string().nullable(),
  /** Text for people; a secret shows only whether it is set. */
  value: z.string(),
  source: z.enum(["flag", "environment", "default", "not set"]),
  meaning: textSchema,
});
export type ConfigLine = z.infer<typeof configLineSchema>;

/** How this instance was started, as the process that answers sees it. */
export const instanceSchema = z.object({
  version: z.string(),
  database: z.enum(["sqlite", "postgres"]),
  /** Base of trigger URLs and links. `listens-on`: none is set, so it is where the server listens. */
  publicUrl: z.object({ value: z.string(), source: z.enum(["set", "listens-on"]) }),
  /** The address that Sluice's own mail comes from; null: no mail server is set. */
  mailFrom: z.string().nullable(),
  configuration: z.array(configLineSchema),
});
export type Instance = z.infer<typeof instanceSchema>;
