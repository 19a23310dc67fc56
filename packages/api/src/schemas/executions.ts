import { z } from "zod";
import { timeSchema } from "./common.ts";

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

export const stepErrorSchema = z.object({
  code: z.string(),
  message: z.string(),
  /** Place in the node's config, where one field is to blame. */
  at: z.array(z.union([z.string(), z.number()])).optional(),
});

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
  rules: z
    .array(
      z.object({
        path: z.array(z.union([z.string(), z.number()])),
        result: z.enum(["met", "not-met", "not-evaluated", "error"]),
        left: z.json().optional(),
        right: z.json().optional(),
        operator: z.string().optional(),
        error: z.string().optional(),
        case: z.string().optional(),
      }),
    )
    .nullable(),
  attempts: z.int(),
  /** Loop iteration the step belongs to; `""` outside of loops. */
  frame: z.string(),
  log: z.array(z.string()),
  startedAt: timeSchema.nullable(),
  finishedAt: timeSchema.nullable(),
});
export type Step = z.infer<typeof stepSchema>;

export const executionSummarySchema = z.object({
  id: z.string(),
  workflowId: z.string(),
  /** Null: it ran the draft. */
  version: z.int().nullable(),
  status: executionStatusSchema,
  /** What started it. */
  startedBy: z.enum(["delivery", "person"]),
  queuedAt: timeSchema,
  startedAt: timeSchema.nullable(),
  finishedAt: timeSchema.nullable(),
  deliveryId: z.string().nullable(),
});
export type ExecutionSummary = z.infer<typeof executionSummarySchema>;

export const executionSchema = executionSummarySchema.extend({
  steps: z.array(stepSchema),
  /** What the caller of a synchronous workflow was answered. */
  answer: z
    .object({
      status: z.int(),
      headers: z.array(z.object({ name: z.string(), value: z.string() })),
      body: z.string(),
    })
    .nullable(),
  error: stepErrorSchema.extend({ node: z.string().nullable() }).nullable(),
  /** Failed by an `end: failed`, not by an error. */
  failedByDesign: z.boolean(),
  /** Things to know that did not stop it (`second-response-ignored`, …). */
  warnings: z.array(z.object({ code: z.string(), message: z.string(), node: z.string().nullable() })),
});
export type Execution = z.infer<typeof executionSchema>;
