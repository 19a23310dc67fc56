import { z } from "zod";
import { nodeKeySchema, type WorkflowDocument } from "../document/schema.ts";
import { nodeOf } from "./node-keys.ts";
import { layoutOf } from "./positions.ts";

/** Folds containers to a card, or shows again what stands in them. A change of layout, never of meaning. */
export const setFoldedSchema = z.strictObject({
  op: z.literal("set-folded"),
  keys: z.array(nodeKeySchema),
  folded: z.boolean(),
});

export function setFolded(
  document: WorkflowDocument,
  { keys, folded }: z.infer<typeof setFoldedSchema>,
): WorkflowDocument {
  for (const key of keys) nodeOf(document, key);
  const { folded: before = [], ...layout } = layoutOf(document);
  const others = before.filter((key) => !keys.includes(key));
  const now = folded ? [...others, ...new Set(keys)] : others;
  if (now.length === before.length && now.every((key) => before.includes(key))) return document;
  return { ...document, layout: now.length === 0 ? layout : { ...layout, folded: now } };
}
