import { edgesFrom, triggerKey } from "../graph/graph.ts";
import { finding } from "./finding.ts";
import type { Check } from "./given.ts";

export const triggerEdge: Check = ({ document, graph }) => {
  if (Object.keys(document.nodes).length === 0) return [finding("empty-workflow", ["nodes"])];
  return edgesFrom(graph, triggerKey).length > 0 ? [] : [finding("no-trigger-edge", ["trigger"])];
};
