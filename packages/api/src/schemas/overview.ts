import { z } from "zod";
import { timeSchema } from "./common.ts";

const hourSchema = z.object({
  from: timeSchema,
  accepted: z.int(),
  refused: z.int(),
  /** Executions that failed or timed out in it. */
  failed: z.int(),
});

/** What matters at one look. */
export const overviewSchema = z.object({
  at: timeSchema,
  /** Nobody has made a workflow yet. */
  isNew: z.boolean(),
  /** The last 24 hours, the oldest first; the last one is not over. */
  hours: z.array(hourSchema),
  failures: z.object({
    /** How many of the last day stand behind the groups; the newest when there were more. */
    looked: z.int(),
    /** There were more. */
    more: z.boolean(),
    groups: z.array(
      z.object({
        workflowId: z.string(),
        /** Null: the execution as a whole failed. */
        node: z.string().nullable(),
        code: z.string(),
        message: z.string(),
        count: z.int(),
        lastAt: timeSchema,
        /** The last one. */
        executionId: z.string(),
      }),
    ),
  }),
  slowest: z.object({
    /** How many executions of the last day were looked at. */
    executions: z.int(),
    nodes: z.array(
      z.object({
        workflowId: z.string(),
        node: z.string(),
        type: z.string(),
        /** Steps that were measured. */
        steps: z.int(),
        /** 95 of a hundred took no longer, in milliseconds. */
        p95Ms: z.number(),
        medianMs: z.number(),
      }),
    ),
  }),
  /** What waits. Counts end at 10 001. */
  waiting: z.object({
    /** Due, and not taken up yet or waiting for their turn. */
    queued: z.int(),
    /** How long the one that has been due the longest waits, in seconds. */
    oldestSeconds: z.number(),
    running: z.int(),
    /** Asleep: a delay, a callback, an approval, a retry. */
    asleep: z.int(),
    /** Wait for others of their concurrency key; the keys with the most of them first. */
    atLimit: z.int(),
    keys: z.array(z.object({ key: z.string(), workflowId: z.string(), waiting: z.int(), limit: z.int() })),
    approvals: z.int(),
    held: z.int(),
  }),
  /** Subscriptions to events; `failing`: every attempt of late has failed. */
  subscriptions: z.object({ active: z.int(), failing: z.int(), disabled: z.int() }),
  storage: z.object({
    database: z.enum(["sqlite", "postgresql"]),
    databaseBytes: z.int(),
    /** Of the disk of the data folder; null: the system does not say. */
    freeBytes: z.number().nullable(),
    totalBytes: z.number().nullable(),
  }),
});
export type Overview = z.infer<typeof overviewSchema>;
