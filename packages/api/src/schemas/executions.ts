import { ruleRecordSchema } from "@sluice/workflow/node-contract";
import { z } from "zod";
import { givenTimeSchema, placeSchema, sentAnswerSchema, timeSchema } from "./common.ts";

export const executionStatuses = [
  "queued",
  "running",
  "waiting",
  "succeeded",
  "failed",
  "cancelled",
  "timed-out",
] as const;
export const executionStatusSchema = z.enum(executionStatuses);
export type ExecutionStatus = z.infer<typeof executionStatusSchema>;

export const stepStatuses = ["running", "waiting", "succeeded", "failed", "skipped", "cancelled"] as const;
export const stepStatusSchema = z.enum(stepStatuses);

/** What something waits for. */
export const waitingForSchema = z.object({
  /**
   * `turn`: for room among the executions of its concurrency key. `retry`: for the next attempt of a step. `trial`: it was
   * under way when the server went down twice, and is tried alone.
   */
  kind: z.enum(["turn", "moment", "callback", "approval", "call", "retry", "trial"]),
  /** When it goes on at the latest; null: nobody knows. */
  until: timeSchema.nullable(),
  /** Its concurrency key, the called workflow, the title of the approval; of a step: the address of the callback. */
  detail: z.string().nullable(),
});
export type WaitingFor = z.infer<typeof waitingForSchema>;

export const stepErrorSchema = z.object({
  code: z.string(),
  message: z.string(),
  /** Place in the node's config, where one field is to blame. */
  at: placeSchema.optional(),
});

/** What was used of a service that is paid by use. */
export const spentSchema = z.object({
  inputTokens: z.int(),
  outputTokens: z.int(),
  requests: z.int(),
  /** US dollars, as far as prices are known; null: none is. */
  cost: z.number().nullable(),
});
export type Spent = z.infer<typeof spentSchema>;

export const stepSchema = z.object({
  /** Key of the node; `trigger` is the first step. */
  node: z.string(),
  type: z.string(),
  status: stepStatusSchema,
  /** Port it left by; several when a switch took all matches. */
  port: z.union([z.string(), z.array(z.string())]).nullable(),
  input: z.json(),
  output: z.json(),
  error: stepErrorSchema.nullable(),
  rules: z.array(ruleRecordSchema).nullable(),
  attempts: z.int(),
  /** Why earlier attempts failed, oldest first. */
  failedAttempts: z.array(
    z.object({ attempt: z.int(), error: stepErrorSchema, at: timeSchema, nextAt: timeSchema }),
  ),
  /**
   * The iteration it belongs to: `""` outside of containers, `each[3]` in the fourth run of container `each`,
   * `each[3]/inner[0]` in a container in there.
   */
  frame: z.string(),
  /** Of a container: how its iterations stand. */
  iterations: z
    .object({
      /** Null: nobody knows yet how many (`while`). */
      total: z.int().nullable(),
      started: z.int(),
      succeeded: z.int(),
      failed: z.int(),
    })
    .nullable(),
  waiting: waitingForSchema.nullable(),
  /** Its output came from the node's cache; nothing ran. */
  cached: z.boolean(),
  log: z.array(z.string()),
  /** Of all its attempts; null: it used nothing that is paid by use. */
  spent: spentSchema.nullable(),
  startedAt: timeSchema.nullable(),
  finishedAt: timeSchema.nullable(),
});
export type Step = z.infer<typeof stepSchema>;

/** What can start an execution. */
export const startedBys = ["delivery", "person", "schedule", "event", "call", "failure", "retry"] as const;
export const startedBySchema = z.enum(startedBys);
export type StartedBy = z.infer<typeof startedBySchema>;

/** Which executions a list holds: those that meet all of it. */
export const executionFilterSchema = z.object({
  /**
   * Words: `status:failed`, `by:schedule`, `node:charge` (where it failed), `error:timeout`; the rest is a search key of the
   * delivery that started it (`4711`, `order:4711`), or the id of an execution or a delivery.
   */
  q: z.string().trim().max(2000).optional(),
  workflowId: z.string().optional(),
  status: executionStatusSchema.optional(),
  startedBy: startedBySchema.optional(),
  /** Key of the node that it failed at. */
  node: z.string().max(64).optional(),
  /** Code of the error that it failed with. */
  error: z.string().max(100).optional(),
  /** Begun at this moment or later. */
  from: givenTimeSchema.optional(),
  /** Begun before this moment. */
  to: givenTimeSchema.optional(),
});
export type ExecutionFilter = z.infer<typeof executionFilterSchema>;

/**
 * In the place of an output (or input) too large to show: what it begins with. All of it is at
 * `/executions/{id}/values/{value}`.
 */
export const cutValueSchema = z.object({
  $cut: z.object({ value: z.string(), bytes: z.int(), preview: z.string() }),
});

export const executionSummarySchema = z.object({
  id: z.string(),
  workflowId: z.string(),
  /** Null: it ran the draft. */
  version: z.int().nullable(),
  status: executionStatusSchema,
  /** What started it. */
  startedBy: startedBySchema,
  queuedAt: timeSchema,
  startedAt: timeSchema.nullable(),
  finishedAt: timeSchema.nullable(),
  deliveryId: z.string().nullable(),
  /** Of one that is queued or waiting. */
  waitingFor: waitingForSchema.nullable(),
});
export type ExecutionSummary = z.infer<typeof executionSummarySchema>;

export const executionSchema = executionSummarySchema.extend({
  /**
   * The steps outside of containers, and those of an iteration that are asked for (`frame`). At most 5,000: what is left
   * out is counted in `stepsLeftOut`.
   */
  steps: z.array(stepSchema),
  stepsLeftOut: z.int(),
  /** Of all steps, those in iterations included; null: none used anything that is paid by use. */
  spent: spentSchema.nullable(),
  /** The execution whose step started this one (`call`), or that failed (`failure`), or that this one retries. */
  origin: z
    .object({
      executionId: z.string().nullable(),
      eventId: z.string().nullable(),
      tick: timeSchema.nullable(),
    })
    .nullable(),
  /** What the caller of a synchronous workflow was answered. */
  answer: sentAnswerSchema.nullable(),
  error: stepErrorSchema.extend({ node: z.string().nullable() }).nullable(),
  /** Failed by an `end: failed`, not by an error. */
  failedByDesign: z.boolean(),
  /** Things to know that did not stop it (`second-response-ignored`, …). */
  warnings: z.array(z.object({ code: z.string(), message: z.string(), node: z.string().nullable() })),
});
export type Execution = z.infer<typeof executionSchema>;
