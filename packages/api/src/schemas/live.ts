import { z } from "zod";
import { deliverySummarySchema } from "./deliveries.ts";
import { executionSummarySchema, stepSchema } from "./executions.ts";

/** Somebody who has a workflow open in an editor. */
export const personSchema = z.object({
  /** Which of the tabs that have it open: the one who asks finds itself by it. */
  tab: z.string().min(1).max(64),
  name: z.string().max(254),
});
export type Person = z.infer<typeof personSchema>;

/** What the tabs of a reader have open: `workflow:tab`, up to 50 times, with a comma in between. */
export const openListSchema = z.string().regex(/^[^:,]{1,64}:[^:,]{1,64}(,[^:,]{1,64}:[^:,]{1,64}){0,49}$/);

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
  /** All who have the workflow open in an editor, each tab once; told when one comes or goes. */
  z.object({ kind: z.literal("presence"), workflowId: z.string(), people: z.array(personSchema) }),
]);
export type News = z.infer<typeof newsSchema>;
