import { z } from "zod";
import { timeSchema } from "./common.ts";

/** A step that waits for a person's decision. */
export const approvalSchema = z.object({
  id: z.string(),
  executionId: z.string(),
  workflowId: z.string(),
  node: z.string(),
  frame: z.string(),
  title: z.string(),
  message: z.string(),
  askedAt: timeSchema,
  /** After this it goes on by `timeout`. */
  until: timeSchema.nullable(),
  state: z.enum(["open", "approved", "rejected", "expired", "cancelled"]),
  decidedAt: timeSchema.nullable(),
  /** E-mail address, or the name of an API token. */
  decidedBy: z.string().nullable(),
  comment: z.string().nullable(),
});
export type Approval = z.infer<typeof approvalSchema>;
