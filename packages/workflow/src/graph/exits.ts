import type { WorkflowDocument, WorkflowEdge } from "../document/schema.ts";
import type { NodeTypes } from "../node-contract/define-node.ts";
import { edgesFrom, type Graph, triggerKey } from "./graph.ts";
import { portsOf } from "./ports-of.ts";

/**
 * The ways a visit of a node can go on, each the edges taken together. A node that ends the execution has none; a
 * port without edges is a way that ends (an empty list), and so is a Response that stops. A node of unknown type is
 * taken to have the ports its edges name. A node that takes several ports at once is covered: fewer edges reach less,
 * and these are the fewest.
 */
export function exitsOf(
  document: Pick<WorkflowDocument, "nodes">,
  { graph, types, key }: { graph: Graph; types: NodeTypes; key: string },
): (readonly WorkflowEdge[])[] {
  const edges = edgesFrom(graph, key);
  if (key === triggerKey) return [edges];
  const node = document.nodes[key];
  if (node === undefined) return [];
  const by = (port: string) => edges.filter((edge) => (edge.port ?? "out") === port);
  const known = portsOf(types, node)?.map(({ port }) => port);
  const ports = known ?? [...new Set(["out", ...edges.map((edge) => edge.port ?? "out")])];
  if (node.disabled) {
    // Its input goes through the first exit unchanged.
    const [first] = ports;
    return [first === undefined ? [] : by(first)];
  }
  const stops = Object.hasOwn(types, node.type) && types[node.type]?.answers?.(node.config) === "stop";
  const exits = ports.map((port) => (stops && port === "out" ? [] : by(port)));
  // After a failure it goes on through `out`, also where its type has no such exit: then this way ends.
  const ownFailure = node.onError === "continue" && !ports.includes("out");
  return ownFailure ? [...exits, []] : exits;
}
