import { variableSourceSchema } from "@sluice/workflow/document";
import { driftKinds } from "@sluice/workflow/drift";
import { z } from "zod";
import { timeSchema } from "./common.ts";

/** A place where real requests differ from what the trigger knows. */
export const driftSchema = z.object({
  from: variableSourceSchema,
  path: z.string(),
  /** `new`: nobody knows the field. `type`: it is of another type. `missing`: the example has it, requests do not. */
  kind: z.enum(driftKinds),
  expected: z.string(),
  got: z.string(),
  firstSeenAt: timeSchema,
  lastSeenAt: timeSchema,
  /** Requests that had it; of a busy trigger not all are looked at. */
  count: z.int(),
  lastDeliveryId: z.string(),
});
export type DriftSeen = z.infer<typeof driftSchema>;
