import { z } from "zod";
import { documentSchema, type WorkflowDocument } from "../document/schema.ts";

/** Changes what stands at the top of a document; an empty description and empty settings are left out of it. */
export const setWorkflowSchema = z.strictObject({
  op: z.literal("set-workflow"),
  name: documentSchema.shape.name.optional(),
  description: documentSchema.shape.description,
  mode: documentSchema.shape.mode.optional(),
  settings: documentSchema.shape.settings,
});

export function setWorkflow(
  document: WorkflowDocument,
  { name, description, mode, settings }: z.infer<typeof setWorkflowSchema>,
): WorkflowDocument {
  const next = { ...document };
  if (name !== undefined) next.name = name;
  if (mode !== undefined) next.mode = mode;
  if (description === "") delete next.description;
  else if (description !== undefined) next.description = description;
  if (settings !== undefined && Object.keys(settings).length === 0) delete next.settings;
  else if (settings !== undefined) next.settings = settings;
  return next;
}
