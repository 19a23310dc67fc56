import type { WorkflowDocument } from "@sluice/workflow/document";
import type { NodeTypes } from "@sluice/workflow/node-contract";
import { type ConnectRefusal, mayConnect } from "@sluice/workflow/operations";
import { edgeId } from "./selection.ts";

export interface WantedEdge {
  readonly from: string;
  readonly port: string;
  readonly to: string;
}

/**
 * Why an edge may not be drawn, asked by every gesture; null: it may. `replaced` is the edge that goes when this
 * one comes (an end that is being moved).
 */
export function refusalOf(given: {
  document: WorkflowDocument;
  types: NodeTypes;
  wanted: WantedEdge;
  replaced?: WantedEdge | undefined;
}): ConnectRefusal | null {
  const { document, types, wanted, replaced } = given;
  const gone = replaced && edgeId(replaced);
  const rest = gone
    ? { ...document, edges: document.edges.filter((edge) => edgeId(edge) !== gone) }
    : document;
  const answer = mayConnect(rest, types, wanted);
  return answer.allowed ? null : answer.reason;
}
