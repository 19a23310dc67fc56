import { z } from "zod";
import { timeSchema } from "./common.ts";

/**
 * Which version runs: the published one, the draft as it is now, a number, or the one that the delivery was decided by
 * (`same`).
 */
export const replayVersionSchema = z.union([z.enum(["same", "published", "draft"]), z.int().min(1)]);
export type ReplayVersion = z.infer<typeof replayVersionSchema>;

/** Deliveries that one replay takes at most. */
export const mostReplayed = 10_000;

export const replayStates = ["running", "stopped", "done"] as const;

/** Many deliveries run again, one after another in the order they came. */
export const replaySchema = z.object({
  id: z.string(),
  state: z.enum(replayStates),
  version: replayVersionSchema,
  /** Deliveries a second, at most. */
  perSecond: z.number(),
  /** How many were to be run when it began. */
  total: z.int(),
  /** Of these: run again, refused again (by the contract or the filter as they are now), could not be run. */
  accepted: z.int(),
  refused: z.int(),
  skipped: z.int(),
  /** Why the last one of `skipped` could not be run. */
  lastProblem: z.string().nullable(),
  createdBy: z.string().nullable(),
  createdAt: timeSchema,
  finishedAt: timeSchema.nullable(),
});
export type Replay = z.infer<typeof replaySchema>;
