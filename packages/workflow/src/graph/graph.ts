import type { WorkflowDocument, WorkflowEdge } from "../document/schema.ts";

/** Where the way begins; stands for the trigger among the keys of the nodes. */
export const triggerKey = "trigger";

/** A document's edges by both ends. Edges to or from nodes that are not there are left out. */
export interface Graph {
  /** Keys of all nodes, in the document's order, without the trigger. */
  readonly keys: readonly string[];
  readonly incoming: ReadonlyMap<string, readonly WorkflowEdge[]>;
  /** Has an entry for the trigger too. */
  readonly outgoing: ReadonlyMap<string, readonly WorkflowEdge[]>;
}

/** Builds the graph in time linear in nodes and edges. */
export function graphOf(document: Pick<WorkflowDocument, "nodes" | "edges">): Graph {
  const keys = Object.keys(document.nodes);
  const incoming = new Map<string, WorkflowEdge[]>(keys.map((key) => [key, []]));
  const outgoing = new Map<string, WorkflowEdge[]>([triggerKey, ...keys].map((key) => [key, []]));
  for (const edge of document.edges) {
    const into = incoming.get(edge.to);
    const from = outgoing.get(edge.from);
    if (into === undefined || from === undefined) continue;
    into.push(edge);
    from.push(edge);
  }
  return { keys, incoming, outgoing };
}

export function edgesInto(graph: Graph, key: string): readonly WorkflowEdge[] {
  return graph.incoming.get(key) ?? [];
}

export function edgesFrom(graph: Graph, key: string): readonly WorkflowEdge[] {
  return graph.outgoing.get(key) ?? [];
}
