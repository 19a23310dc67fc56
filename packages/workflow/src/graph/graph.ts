import type { WorkflowDocument, WorkflowEdge } from "../document/schema.ts";

/** Where the way begins; stands for the trigger among the keys of the nodes, and for the outermost scope among scopes. */
export const triggerKey = "trigger";

/**
 * A document's edges by both ends. Edges to or from nodes that are not there are left out, and so are those that cross
 * the border of a container: they are findings, and no execution goes by them.
 */
export interface Graph {
  /** Keys of all nodes, in the document's order, without the trigger. */
  readonly keys: readonly string[];
  readonly incoming: ReadonlyMap<string, readonly WorkflowEdge[]>;
  /** Has an entry for the trigger too. */
  readonly outgoing: ReadonlyMap<string, readonly WorkflowEdge[]>;
  /** Keys by what they stand in: the key that `parent` names, be it a container or not, or `trigger`. */
  readonly scopes: ReadonlyMap<string, readonly string[]>;
}

type Nodes = Pick<WorkflowDocument, "nodes">;

/** Builds the graph in time linear in nodes and edges. */
export function graphOf(document: Pick<WorkflowDocument, "nodes" | "edges">): Graph {
  const keys = Object.keys(document.nodes);
  const incoming = new Map<string, WorkflowEdge[]>(keys.map((key) => [key, []]));
  const outgoing = new Map<string, WorkflowEdge[]>([triggerKey, ...keys].map((key) => [key, []]));
  for (const edge of document.edges) {
    const into = incoming.get(edge.to);
    const from = outgoing.get(edge.from);
    if (into === undefined || from === undefined) continue;
    if (scopeOf(document, edge.from) !== scopeOf(document, edge.to)) continue;
    into.push(edge);
    from.push(edge);
  }
  const scopes = new Map<string, string[]>([[triggerKey, []]]);
  for (const key of keys) {
    const scope = scopeOf(document, key);
    const inside = scopes.get(scope);
    if (inside === undefined) scopes.set(scope, [key]);
    else inside.push(key);
  }
  return { keys, incoming, outgoing, scopes };
}

export function edgesInto(graph: Graph, key: string): readonly WorkflowEdge[] {
  return graph.incoming.get(key) ?? [];
}

export function edgesFrom(graph: Graph, key: string): readonly WorkflowEdge[] {
  return graph.outgoing.get(key) ?? [];
}

/** What a node (or the trigger) stands in: a container's key, or `trigger`. */
export function scopeOf({ nodes }: Nodes, key: string): string {
  return (Object.hasOwn(nodes, key) ? nodes[key]?.parent : undefined) ?? triggerKey;
}

/**
 * The scopes around a node, from its own outwards; the last one is `trigger`, unless containers stand in each other or
 * in something that is not there.
 */
export function scopesAround(document: Nodes, key: string): string[] {
  const found = new Set<string>();
  let scope = scopeOf(document, key);
  while (!found.has(scope)) {
    found.add(scope);
    if (scope === triggerKey || !Object.hasOwn(document.nodes, scope)) break;
    scope = scopeOf(document, scope);
  }
  return [...found];
}

const inner = new WeakMap<Graph, Map<string, Graph>>();

/**
 * One scope as a graph of its own, made once per graph and remembered. The body of a container begins with its nodes
 * that no edge leads to: here they have one from `trigger`.
 */
export function scopeGraph(graph: Graph, scope: string): Graph {
  const known = inner.get(graph) ?? new Map<string, Graph>();
  inner.set(graph, known);
  const before = known.get(scope);
  if (before !== undefined) return before;
  const keys = graph.scopes.get(scope) ?? [];
  const incoming = new Map(keys.map((key) => [key, edgesInto(graph, key)]));
  const outgoing = new Map(keys.map((key) => [key, edgesFrom(graph, key)]));
  const begin =
    scope === triggerKey
      ? edgesFrom(graph, triggerKey)
      : keys.filter((key) => incoming.get(key)?.length === 0).map((to) => ({ from: triggerKey, to }));
  if (scope !== triggerKey) for (const edge of begin) incoming.set(edge.to, [edge]);
  outgoing.set(triggerKey, begin);
  const made: Graph = { keys, incoming, outgoing, scopes: new Map([[triggerKey, keys]]) };
  known.set(scope, made);
  return made;
}
