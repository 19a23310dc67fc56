import type { WorkflowDocument, WorkflowNode } from "@sluice/workflow/document";

/** The position of the trigger, where a node's position is expected. */
export const triggerIndex = -1;
/** The scope of the nodes outside of containers. */
export const rootScope = 0;

export interface GraphNode {
  readonly key: string;
  readonly join: "all" | "any" | "race";
  readonly onError: "stop" | "continue" | "branch";
  /** Its input goes through `passPort` unchanged; null: it has no exit, its branch ends. */
  readonly disabled: boolean;
  readonly passPort: string | null;
  /** Positions of its edges in `edges`. */
  readonly incoming: readonly number[];
  readonly outgoing: readonly number[];
  /** Position among the nodes of its scope. */
  readonly local: number;
  /** The scope of its body; undefined: no node names it as its parent. */
  readonly body: number | undefined;
}

export interface GraphEdge {
  readonly from: number;
  readonly port: string;
  readonly to: number;
  /** Position among the edges of its scope. */
  readonly local: number;
}

/** The nodes of one container, or those outside of all. Edges never leave it. */
export interface GraphScope {
  readonly nodes: readonly number[];
  readonly edgeCount: number;
  /** Where it begins: what the trigger leads to, or the body's nodes without incoming edges. */
  readonly entries: readonly number[];
  /** Incoming edges by local position, for a new frame. */
  readonly undecided: Uint32Array;
}

/** A document's nodes and edges by position, so that a state is a few small arrays for each frame. */
export interface PlanGraph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  readonly scopes: readonly GraphScope[];
  readonly fromTrigger: readonly number[];
  readonly indexOf: ReadonlyMap<string, number>;
}

/**
 * Builds the graph of a document. `passPortOf` names the exit a disabled node lets its input through by. An edge that
 * crosses the border of a container is left out (a finding); a node whose parent is not there never runs.
 */
export function planGraph(
  document: Pick<WorkflowDocument, "nodes" | "edges">,
  passPortOf: (node: WorkflowNode) => string | null,
): PlanGraph {
  const entries = Object.entries(document.nodes);
  const indexOf = new Map(entries.map(([key], index) => [key, index]));
  const scopeOf = scopesByParent(entries.map(([, node]) => node.parent));
  const members: number[][] = Array.from({ length: scopeOf.size }, () => []);
  const local = entries.map(([, node], index) => {
    const scope = members[scopeOf.get(node.parent ?? "") ?? rootScope] ?? [];
    return scope.push(index) - 1;
  });
  const edges: GraphEdge[] = [];
  const edgeCounts: number[] = members.map(() => 0);
  const incoming: number[][] = entries.map(() => []);
  const outgoing: number[][] = entries.map(() => []);
  const fromTrigger: number[] = [];
  for (const { from, port = "out", to } of document.edges) {
    const target = indexOf.get(to);
    const source = from === "trigger" ? triggerIndex : indexOf.get(from);
    if (target === undefined || source === undefined) continue;
    const parent = document.nodes[to]?.parent;
    if (parent !== (source === triggerIndex ? undefined : document.nodes[from]?.parent)) continue;
    const scope = scopeOf.get(parent ?? "") ?? rootScope;
    const place = edgeCounts[scope] ?? 0;
    edgeCounts[scope] = place + 1;
    const edge = edges.push({ from: source, port, to: target, local: place }) - 1;
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
    local: local[index] ?? 0,
    body: scopeOf.get(key),
  }));
  const scopes = members.map((scope, position) => ({
    nodes: scope,
    edgeCount: edgeCounts[position] ?? 0,
    entries: scope.filter((index) => position !== rootScope && incoming[index]?.length === 0),
    undecided: Uint32Array.from(scope, (index) => incoming[index]?.length ?? 0),
  }));
  return { nodes, edges, scopes, fromTrigger, indexOf };
}

/** The scope of each parent; the empty text stands for "none". */
function scopesByParent(parents: readonly (string | undefined)[]): Map<string, number> {
  const scopes = new Map([["", rootScope]]);
  for (const parent of parents) {
    if (parent !== undefined && !scopes.has(parent)) scopes.set(parent, scopes.size);
  }
  return scopes;
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
