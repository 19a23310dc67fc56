import { exitTableOf } from "../graph/exit-table.ts";
import { exitsApart } from "../graph/exits.ts";
import { scopeOf } from "../graph/graph.ts";
import { answerOf } from "../graph/response-of.ts";
import { finding } from "./finding.ts";
import { type Check, named } from "./given.ts";

/**
 * Edges behind a Response that ends its branch: no execution goes by them. Where nothing else leads to the node it
 * never runs, and whoever drew “answer, then fulfil” would wait for the fulfilment for ever; where something does, the edge
 * alone is without effect. Both are warnings, as a node is that nothing leads to, and stand at the Response, where the remedy is.
 */
export const behindResponse: Check = ({ document, graph, types, acyclic }) => {
  if (!acyclic) return [];
  const reached = (key: string): boolean => {
    const table = exitTableOf(document, { graph, types }, scopeOf(document, key));
    return table.reachable[table.positions.get(key) ?? -1] ?? false;
  };
  return graph.keys.flatMap((key) => {
    if (answerOf(document, types, key) !== "stop" || !reached(key)) return [];
    const { done, failed } = exitsApart(document, { graph, types, key });
    const taken = new Set([...done, ...failed].flat());
    const never = (graph.outgoing.get(key) ?? []).filter(
      (edge) => (edge.port ?? "out") === "out" && !taken.has(edge),
    );
    return [...new Set(never.map(({ to }) => to))].map((to) =>
      finding(
        reached(to) ? "edge-behind-response" : "node-behind-response",
        ["nodes", key, "config", "then"],
        named({ document, types }, { response: key, node: to }),
      ),
    );
  });
};
