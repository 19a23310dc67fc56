import { z } from "zod";
import type { WorkflowDocument } from "../document/schema.ts";

/** A place on the canvas, in pixels at zoom 1. */
export const positionSchema = z.strictObject({ x: z.number(), y: z.number() });
export type Position = z.infer<typeof positionSchema>;

/** The layout, also of a document that has none yet. */
export function layoutOf(document: WorkflowDocument): NonNullable<WorkflowDocument["layout"]> {
  return document.layout ?? { nodes: {}, notes: [] };
}

/** The document with some nodes (or `trigger`) at new places. */
export function withPositions(
  document: WorkflowDocument,
  places: Record<string, Position>,
): WorkflowDocument {
  const layout = layoutOf(document);
  return { ...document, layout: { ...layout, nodes: { ...layout.nodes, ...places } } };
}

/** The document without the places of some nodes, and without a word on whether they are folded. */
export function withoutPositions(document: WorkflowDocument, keys: ReadonlySet<string>): WorkflowDocument {
  const { layout } = document;
  if (layout === undefined) return document;
  const { folded = [], ...rest } = layout;
  if (![...Object.keys(layout.nodes), ...folded].some((key) => keys.has(key))) return document;
  const nodes = Object.fromEntries(Object.entries(layout.nodes).filter(([key]) => !keys.has(key)));
  const still = folded.filter((key) => !keys.has(key));
  return { ...document, layout: { ...rest, nodes, ...(still.length > 0 ? { folded: still } : {}) } };
}
