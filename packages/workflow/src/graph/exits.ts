import type { WorkflowDocument, WorkflowEdge } from "../document/schema.ts";
import type { NodeTypes } from "../node-contract/define-node.ts";
import { edgesFrom, type Graph, triggerKey } from "./graph.ts";
import { portsOf } from "./ports-of.ts";

/**
 * The ways a visit of a node can go on, each the edges taken together. A node that ends the execution has none; a
 * port without edges is a way that ends (an empty list). A node of unknown type is taken to have the ports its
 * edges name. A node that takes several ports at once is covered: fewer edges reach less, and these are the fewest.
 */
export function exitsOf(
  document: Pick<WorkflowDocument, "nodes">,
  { graph, types, key }: { graph: Graph; types: NodeTypes; key: string },
): (readonly WorkflowEdge[])[] {
  const edges = edgesFrom(graph, key);
  if (key === triggerKey) return [edges];
  const node = document.nodes[key];
  if (node === undefined) return [];
  const known = portsOf(types, node)?.map(({ port }) => port);
  const ports = known ?? [...new Set(["out", ...edges.map((edge) => edge.port ?? "out")])];
  if (node.disabled) {
    // Its input goes through the first exit unchanged.
    const [first] = ports;
    return first === undefined ? [[]] : [edges.filter((edge) => (edge.port ?? "out") === first)];
  }
  return ports.map((port) => edges.filter((edge) => (edge.port ?? "out") === port));
}
