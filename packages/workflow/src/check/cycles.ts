import { cyclesOf } from "../graph/cycles.ts";
import { finding } from "./finding.ts";
import { type Check, named } from "./given.ts";

export const cycles: Check = ({ document, types, graph, acyclic }) => {
  if (acyclic) return [];
  return cyclesOf(graph).map((keys) => {
    const [first = ""] = keys;
    return finding("cycle", ["nodes", first], named({ document, types }, { nodes: [...keys, first] }));
  });
};
