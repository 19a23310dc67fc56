import { triggerVariableSchema, type WorkflowDocument } from "@sluice/workflow/document";
import { z } from "zod";

const variables = z.array(triggerVariableSchema).max(500).default([]);
export const scheduleTriggerSchema = z.strictObject({
  cron: z.string().min(1).max(200),
  timeZone: z.string().min(1).max(64).default("UTC"),
  missed: z.enum(["skip", "once", "all"]).default("skip"),
});
export const eventTriggerSchema = z.strictObject({ types: z.array(z.string()).min(1).max(50), variables });
export const callTriggerSchema = z.strictObject({ variables });
export type Trigger = WorkflowDocument["trigger"];
