import { z } from "zod";
import { nodeKeySchema, type WorkflowDocument } from "../document/schema.ts";
import { nodeOf } from "./node-keys.ts";
import { renameReferences } from "./references.ts";

/**
 * Follows a field of a node's output that has another name now (`steps.<key>.<from>`), wherever it is read. The config that
 * gives it its name is changed by an operation of its own, beside this one.
 */
export const renameOutputSchema = z.strictObject({
  op: z.literal("rename-output"),
  key: nodeKeySchema,
  from: z.string().min(1),
  to: z.string().min(1),
});

export function renameOutput(
  document: WorkflowDocument,
  { key, from, to }: z.infer<typeof renameOutputSchema>,
): WorkflowDocument {
  nodeOf(document, key);
  return from === to ? document : renameReferences(document, { output: { step: key, from, to } });
}
