import { z } from "zod";
import { deliverySummarySchema } from "./deliveries.ts";
import { executionSummarySchema, stepSchema } from "./executions.ts";

/** News as they are sent on `/api/v1/live`, one server-sent event (`message`, as oRPC names them) each. */
export const newsSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("delivery"), workflowId: z.string(), delivery: deliverySummarySchema }),
  z.object({ kind: z.literal("execution"), workflowId: z.string(), execution: executionSummarySchema }),
  z.object({ kind: z.literal("step"), workflowId: z.string(), executionId: z.string(), step: stepSchema }),
  z.object({
    kind: z.literal("workflow"),
    workflowId: z.string(),
    revision: z.int(),
    published: z.int().nullable(),
  }),
]);
export type News = z.infer<typeof newsSchema>;
