import { z } from "zod";
import { triggerSchema, type WorkflowDocument } from "../document/schema.ts";

/** Replaces the trigger's type, its config, or fields of its config (`set`; those in `unset` are taken away). */
export const setTriggerSchema = z.strictObject({
  op: z.literal("set-trigger"),
  type: triggerSchema.shape.type.optional(),
  config: triggerSchema.shape.config.optional(),
  set: triggerSchema.shape.config.optional(),
  unset: z.array(z.string()).optional(),
});

export function setTrigger(
  document: WorkflowDocument,
  { type, config, set = {}, unset = [] }: z.infer<typeof setTriggerSchema>,
): WorkflowDocument {
  const next = { ...(config ?? document.trigger.config), ...set };
  for (const field of unset) delete next[field];
  return { ...document, trigger: { type: type ?? document.trigger.type, config: next } };
}
