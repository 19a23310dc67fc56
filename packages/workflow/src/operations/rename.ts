import { z } from "zod";
import { nodeKeySchema, type WorkflowDocument } from "../document/schema.ts";
import { nodeOf, withNode } from "./node-keys.ts";

/** Changes the shown name. The key, and with it every reference, stays. */
export const renameSchema = z.strictObject({
  op: z.literal("rename"),
  key: nodeKeySchema,
  name: z.string().max(200),
});

export function rename(
  document: WorkflowDocument,
  { key, name }: z.infer<typeof renameSchema>,
): WorkflowDocument {
  const { name: before, ...node } = nodeOf(document, key);
  if ((before ?? "") === name) return document;
  return withNode(document, key, name === "" ? node : { ...node, name });
}
