import { z } from "zod";

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

export const settingsSchema = z.strictObject({
  /** The workflow that is started when an execution fails whose own workflow names none; null: none. */
  errorWorkflowId: z.string().max(64).nullable(),
  retention: retentionSchema,
});
export type InstanceSettings = z.infer<typeof settingsSchema>;
