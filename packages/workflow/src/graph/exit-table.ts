import type { WorkflowDocument } from "../document/schema.ts";
import type { NodeTypes } from "../node-contract/define-node.ts";
import { exitsOf } from "./exits.ts";
import { edgesInto, type Graph, triggerKey } from "./graph.ts";
import { orderOf } from "./order.ts";

/** A document's nodes by their position in the order of the graph, with the ways on which each goes on. */
export interface ExitTable {
  /** Nodes on a cycle or behind one are left out: nothing can be said of them. */
  readonly order: readonly string[];
  readonly positions: ReadonlyMap<string, number>;
  /** For each node its exits, each the positions of the nodes it leads to, without repetition. */
  readonly exits: readonly (readonly (readonly number[])[])[];
  readonly fromTrigger: readonly number[];
  /** For each node the positions of those it waits for, whatever their edges' ports; `trigger` is left out. */
  readonly sources: readonly (readonly number[])[];
  /** Whether an execution can come to the node at all. */
  readonly reachable: readonly boolean[];
}

export interface GraphGiven {
  readonly graph: Graph;
  readonly types: NodeTypes;
}

const made = new WeakMap<Graph, { types: NodeTypes; nodes: WorkflowDocument["nodes"]; table: ExitTable }>();

/** Made once per graph and remembered: every question walks it. Linear in nodes and edges. */
export function exitTableOf(
  document: Pick<WorkflowDocument, "nodes">,
  { graph, types }: GraphGiven,
): ExitTable {
  const before = made.get(graph);
  if (before?.types === types && before.nodes === document.nodes) return before.table;
  const { order } = orderOf(graph);
  const positions = new Map(order.map((key, position): [string, number] => [key, position]));
  const at = (keys: readonly string[]) => [
    ...new Set(keys.map((key) => positions.get(key)).filter((position) => position !== undefined)),
  ];
  const exits = order.map((key) =>
    exitsOf(document, { graph, types, key }).map((edges) => at(edges.map(({ to }) => to))),
  );
  const fromTrigger = at((graph.outgoing.get(triggerKey) ?? []).map(({ to }) => to));
  const sources = order.map((key) => at(edgesInto(graph, key).map(({ from }) => from)));
  const reachable: boolean[] = order.map(() => false);
  for (const position of fromTrigger) reachable[position] = true;
  exits.forEach((ways, position) => {
    if (reachable[position]) for (const way of ways) for (const target of way) reachable[target] = true;
  });
  const table = { order, positions, exits, fromTrigger, sources, reachable };
  made.set(graph, { types, nodes: document.nodes, table });
  return table;
}
