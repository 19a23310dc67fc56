import type { WorkflowDocument, WorkflowNode } from "@sluice/workflow/document";

/** The position of the trigger, where a node's position is expected. */
export const triggerIndex = -1;

interface GraphNode {
  readonly key: string;
  readonly join: "all" | "any" | "race";
  readonly onError: "stop" | "continue" | "branch";
  /** Its input goes through `passPort` unchanged; null: it has no exit, its branch ends. */
  readonly disabled: boolean;
  readonly passPort: string | null;
  /** Positions of its edges in `edges`. */
  readonly incoming: readonly number[];
  readonly outgoing: readonly number[];
}

interface GraphEdge {
  readonly from: number;
  readonly port: string;
  readonly to: number;
}

/** A document's nodes and edges by position, so that a state is a few small arrays. */
export interface PlanGraph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  readonly fromTrigger: readonly number[];
  readonly indexOf: ReadonlyMap<string, number>;
}

/** Builds the graph of a document. `passPortOf` names the exit a disabled node lets its input through by. */
export function planGraph(
  document: Pick<WorkflowDocument, "nodes" | "edges">,
  passPortOf: (node: WorkflowNode) => string | null,
): PlanGraph {
  const entries = Object.entries(document.nodes);
  const indexOf = new Map(entries.map(([key], index) => [key, index]));
  const edges: GraphEdge[] = [];
  const incoming: number[][] = entries.map(() => []);
  const outgoing: number[][] = entries.map(() => []);
  const fromTrigger: number[] = [];
  for (const { from, port = "out", to } of document.edges) {
    const target = indexOf.get(to);
    const source = from === "trigger" ? triggerIndex : indexOf.get(from);
    if (target === undefined || source === undefined) continue;
    const edge = edges.push({ from: source, port, to: target }) - 1;
    incoming[target]?.push(edge);
    (source === triggerIndex ? fromTrigger : outgoing[source])?.push(edge);
  }
  const nodes = entries.map(([key, node], index) => ({
    key,
    join: node.join ?? "all",
    onError: node.onError ?? "stop",
    disabled: node.disabled ?? false,
    passPort: node.disabled ? passPortOf(node) : null,
    incoming: incoming[index] ?? [],
    outgoing: outgoing[index] ?? [],
  }));
  return { nodes, edges, fromTrigger, indexOf };
}

/**
 * What a race that `node` has won makes useless: the nodes all of whose ways lead into it alone. A step that
 * something else waits for too is left to run.
 */
export function onlyTowards(graph: PlanGraph, node: number): number[] {
  const useless = new Set<number>();
  const queue = sourcesOf(graph, node);
  for (let candidate = queue.pop(); candidate !== undefined; candidate = queue.pop()) {
    if (candidate === triggerIndex || useless.has(candidate)) continue;
    const leadsElsewhere = graph.nodes[candidate]?.outgoing.some((edge) => {
      const target = graph.edges[edge]?.to;
      return target !== undefined && target !== node && !useless.has(target);
    });
    // One that leads elsewhere is looked at again when what it leads to has turned out to be useless.
    if (leadsElsewhere) continue;
    useless.add(candidate);
    queue.push(...sourcesOf(graph, candidate));
  }
  return [...useless];
}

function sourcesOf(graph: PlanGraph, node: number): number[] {
  return (graph.nodes[node]?.incoming ?? []).map((edge) => graph.edges[edge]?.from ?? triggerIndex);
}
