import { z } from "zod";
import { nodeKeySchema, portSchema, type WorkflowDocument, type WorkflowEdge } from "../document/schema.ts";
import { nodeOf } from "./node-keys.ts";
import { OperationError } from "./operation-error.ts";

/** Where an edge leaves: a node's port, or the trigger. `port` is `out` when left out. */
export const exitSchema = z.strictObject({ from: z.string(), port: portSchema.optional() });
export const edgeReferenceSchema = exitSchema.extend({ to: nodeKeySchema });

export interface EdgeReference {
  from: string;
  port?: string | undefined;
  to: string;
}

/** Whether two edges lead from the same port to the same node. */
export function sameEdge(one: EdgeReference, other: EdgeReference): boolean {
  return one.from === other.from && one.to === other.to && (one.port ?? "out") === (other.port ?? "out");
}

/** An edge as it is written: `port` only when it is not `out`. */
export function edgeFrom({ from, port, to }: EdgeReference): WorkflowEdge {
  return port === undefined || port === "out" ? { from, to } : { from, port, to };
}

/** Position of an edge; throws `no-such-edge`. */
export function edgeIndex(document: WorkflowDocument, edge: EdgeReference): number {
  const index = document.edges.findIndex((candidate) => sameEdge(candidate, edge));
  if (index === -1) {
    const port = edge.port ?? "out";
    throw new OperationError(
      "no-such-edge",
      `there is no edge from "${edge.from}" (${port}) to "${edge.to}"`,
    );
  }
  return index;
}

/** The document with one edge more; throws when an end is not there or the edge exists. */
export function withEdge(document: WorkflowDocument, edge: EdgeReference): WorkflowDocument {
  if (edge.from !== "trigger") nodeOf(document, edge.from);
  nodeOf(document, edge.to);
  if (document.edges.some((candidate) => sameEdge(candidate, edge))) {
    throw new OperationError(
      "edge-exists",
      `"${edge.from}" is already connected to "${edge.to}" by this port`,
    );
  }
  return { ...document, edges: [...document.edges, edgeFrom(edge)] };
}

/** The edges without repetition, the first of each kept. */
export function distinctEdges(edges: readonly WorkflowEdge[]): WorkflowEdge[] {
  const seen = new Set<string>();
  return edges.filter(({ from, port = "out", to }) => {
    const same = `${from} ${port} ${to}`;
    if (seen.has(same)) return false;
    seen.add(same);
    return true;
  });
}

/** The document with other edges, or with the list it has, when nothing in it changed. */
export function withEdges(document: WorkflowDocument, edges: WorkflowEdge[]): WorkflowDocument {
  const stays =
    edges.length === document.edges.length && edges.every((edge, index) => edge === document.edges[index]);
  return stays ? document : { ...document, edges };
}
