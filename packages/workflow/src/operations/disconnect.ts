import { z } from "zod";
import type { WorkflowDocument } from "../document/schema.ts";
import { edgeIndex, edgeReferenceSchema } from "./edges.ts";

/** Removes edges. */
export const disconnectSchema = z.strictObject({
  op: z.literal("disconnect"),
  edges: z.array(edgeReferenceSchema).min(1),
});

export function disconnect(
  document: WorkflowDocument,
  { edges }: z.infer<typeof disconnectSchema>,
): WorkflowDocument {
  const gone = new Set(edges.map((edge) => edgeIndex(document, edge)));
  return { ...document, edges: document.edges.filter((_, index) => !gone.has(index)) };
}
