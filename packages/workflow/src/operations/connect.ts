import { z } from "zod";
import type { WorkflowDocument } from "../document/schema.ts";
import { edgeReferenceSchema, withEdge } from "./edges.ts";

/** Draws an edge. Whether it makes sense is asked with `mayConnect` before. */
export const connectSchema = edgeReferenceSchema.extend({ op: z.literal("connect") });

export function connect(
  document: WorkflowDocument,
  operation: z.infer<typeof connectSchema>,
): WorkflowDocument {
  return withEdge(document, operation);
}
