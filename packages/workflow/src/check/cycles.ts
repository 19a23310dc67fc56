import { cyclesOf } from "../graph/cycles.ts";
import { finding } from "./finding.ts";
import { type Check, nameOf } from "./given.ts";

export const cycles: Check = ({ document, graph, acyclic }) => {
  if (acyclic) return [];
  return cyclesOf(graph).map((keys) => {
    const nodes = [...keys, keys[0] ?? ""].map((key) => nameOf(document, key)).join(" → ");
    return finding("cycle", ["nodes", keys[0] ?? ""], { nodes });
  });
};
