import type { WorkflowDocument } from "@sluice/workflow/document";
import type { WantedEdge } from "./rules.ts";
import { edgeId, portOf, type Selection } from "./selection.ts";

/** A dot of a card: its entry, or (`port`) one of its exits. */
export interface Dot {
  readonly node: string;
  readonly port?: string;
}

export type MovedEnd =
  /** The edge whose end is moved, and what it becomes. */
  | { readonly edge: WantedEdge; readonly now: WantedEdge }
  /** Why the gesture means nothing: no edge ends at the dot it began at, or several do and none is selected. */
  | { readonly refusal: "two-entries" | "two-exits" | "several-ends" };

/**
 * What a drag from one dot to another of the same kind means: the end of the edge that is at the first one moves to the
 * second. Null for dots of different kinds, which are joined by a new edge.
 */
export function movedEnd(
  { document, selection }: { document: WorkflowDocument; selection: Selection },
  from: Dot,
  to: Dot,
): MovedEnd | null {
  const isEntry = from.port === undefined;
  if (isEntry !== (to.port === undefined)) return null;
  const ends = document.edges
    .filter((edge) =>
      isEntry ? edge.to === from.node : edge.from === from.node && portOf(edge) === from.port,
    )
    .map((edge): WantedEdge => ({ from: edge.from, port: portOf(edge), to: edge.to }));
  if (ends.length === 0) return { refusal: isEntry ? "two-entries" : "two-exits" };
  const edge = ends.length === 1 ? ends[0] : ends.find((one) => selection.edges.includes(edgeId(one)));
  if (edge === undefined) return { refusal: "several-ends" };
  return {
    edge,
    now: to.port === undefined ? { ...edge, to: to.node } : { ...edge, from: to.node, port: to.port },
  };
}
