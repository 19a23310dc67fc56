import { edgesFrom, triggerKey } from "../graph/graph.ts";
import { reachableFrom } from "../graph/reach.ts";
import { finding } from "./finding.ts";
import { type Check, named } from "./given.ts";

export const unreachableNodes: Check = ({ document, types, graph }) => {
  // Without an edge from the trigger that one finding says it all.
  if (edgesFrom(graph, triggerKey).length === 0) return [];
  const reached = reachableFrom(graph, triggerKey);
  return graph.keys
    .filter((key) => !reached.has(key) && document.nodes[key]?.parent === undefined)
    .map((key) => finding("unreachable-node", ["nodes", key], named({ document, types }, { node: key })));
};
