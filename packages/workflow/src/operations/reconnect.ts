import { z } from "zod";
import type { WorkflowDocument } from "../document/schema.ts";
import { edgeFrom, edgeIndex, edgeReferenceSchema, sameEdge, withEdge } from "./edges.ts";

/** Moves one end (or both) of an edge; it keeps its place in the list. */
export const reconnectSchema = z.strictObject({
  op: z.literal("reconnect"),
  edge: edgeReferenceSchema,
  now: edgeReferenceSchema,
});

export function reconnect(
  document: WorkflowDocument,
  { edge, now }: z.infer<typeof reconnectSchema>,
): WorkflowDocument {
  const index = edgeIndex(document, edge);
  if (sameEdge(edge, now)) return document;
  const rest = { ...document, edges: document.edges.toSpliced(index, 1) };
  withEdge(rest, now);
  return { ...document, edges: document.edges.with(index, edgeFrom(now)) };
}
