import { z } from "zod";
import { nodeKeySchema, nodeSchema, type WorkflowDocument } from "../document/schema.ts";
import { nodeOf, withNode } from "./node-keys.ts";

const options = nodeSchema
  .pick({
    onError: true,
    retry: true,
    timeoutSeconds: true,
    join: true,
    disabled: true,
    note: true,
    cache: true,
    pin: true,
    parent: true,
  })
  .partial();

/** Sets options that every node has; those listed in `unset` (or set to undefined) go back to their default. */
export const setNodeOptionsSchema = z.strictObject({
  op: z.literal("set-node-options"),
  key: nodeKeySchema,
  set: options.optional(),
  unset: z.array(options.keyof()).optional(),
});

export function setNodeOptions(
  document: WorkflowDocument,
  { key, set = {}, unset = [] }: z.infer<typeof setNodeOptionsSchema>,
): WorkflowDocument {
  const node = { ...nodeOf(document, key), ...set };
  const left = Object.entries(set).flatMap(([option, value]) => (value === undefined ? [option] : []));
  for (const option of [...unset, ...left] as (keyof typeof set)[]) delete node[option];
  return withNode(document, key, node);
}
