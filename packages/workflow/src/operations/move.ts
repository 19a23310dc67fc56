import { z } from "zod";
import type { WorkflowDocument } from "../document/schema.ts";
import { nodeOf } from "./node-keys.ts";
import { setNoteFields } from "./notes.ts";
import { positionSchema, withPositions } from "./positions.ts";

/** Puts nodes (`trigger` among them) and notes at new places. A change of layout, never of meaning. */
export const moveSchema = z.strictObject({
  op: z.literal("move"),
  nodes: z.record(z.string(), positionSchema).optional(),
  notes: z.record(z.string(), positionSchema).optional(),
});

export function move(document: WorkflowDocument, operation: z.infer<typeof moveSchema>): WorkflowDocument {
  const { nodes = {}, notes = {} } = operation;
  for (const key of Object.keys(nodes)) if (key !== "trigger") nodeOf(document, key);
  let next = Object.keys(nodes).length > 0 ? withPositions(document, nodes) : document;
  for (const [id, place] of Object.entries(notes)) next = setNoteFields(next, id, place);
  return next;
}
