import type { WorkflowDocument } from "../document/schema.ts";
import type { NodeTypes } from "../node-contract/define-node.ts";
import { exitTableOf, type GraphGiven } from "./exit-table.ts";
import { type Exit, exitsApart } from "./exits.ts";
import { triggerKey } from "./graph.ts";
import { orderOf } from "./order.ts";
import { waysToGoals } from "./ways-to-goals.ts";

/** How a visit of this node answers the sender; undefined when it does not. */
export function answerOf(
  document: Pick<WorkflowDocument, "nodes">,
  types: NodeTypes,
  key: string,
): "stop" | "continue" | undefined {
  const node = document.nodes[key];
  if (node === undefined || node.disabled || !Object.hasOwn(types, node.type)) return undefined;
  return types[node.type]?.answers?.(node.config);
}

/**
 * One way on which an execution ends without a Response, as the keys from the trigger's first node on; undefined
 * when there is none. A node without exits (`end`) is a deliberate end and counts as answered. Exact for acyclic
 * graphs: a node avoids every Response when all edges of one of its exits do, whatever the other nodes choose. A
 * Response that fails has not answered, so where it goes on then counts. A failure that stops the execution is no way,
 * and that a `race` may call off a Response is not looked at.
 */
export function wayWithoutResponse(
  document: WorkflowDocument,
  { graph, types }: GraphGiven,
): string[] | undefined {
  const { order } = orderOf(graph);
  /** The exit by which a node avoids all Responses. */
  const avoiding = new Map<string, Exit>();
  for (const key of [triggerKey, ...order].reverse()) {
    const { done, failed } = exitsApart(document, { graph, types, key });
    const answered = answerOf(document, types, key) !== undefined;
    const way = [...(answered ? [] : done), ...failed].find((edges) =>
      edges.every((edge) => avoiding.has(edge.to)),
    );
    if (way !== undefined) avoiding.set(key, way);
  }
  if (!avoiding.has(triggerKey)) return undefined;
  const way: string[] = [];
  for (let edges = avoiding.get(triggerKey); edges?.[0] !== undefined; edges = avoiding.get(edges[0].to)) {
    way.push(edges[0].to);
  }
  return way;
}

/**
 * Two Responses that one execution can both reach: one behind the other, or on branches that run together. Exact for
 * acyclic graphs whose nodes leave by one exit: two ways that one execution takes part for the last time at one exit
 * of one node (or at the trigger) and have no common node from there on. A node that takes several exits at once is
 * taken to leave by one, and a `race` to call nothing off. Undefined when there are none.
 */
export function responsesTogether(
  document: WorkflowDocument,
  given: GraphGiven,
): [string, string] | undefined {
  const { order, positions, exits, fromTrigger, reachable } = exitTableOf(document, given);
  const answers = order.map((key) => answerOf(document, given.types, key) !== undefined);
  const ways = waysToGoals(exits, (position) => answers[position] === true);
  const keys = (pair: readonly number[]): [string, string] => [
    order[pair[0] ?? -1] ?? "",
    order[pair[1] ?? -1] ?? "",
  ];
  for (let position = 0; position < order.length; position++) {
    if (!reachable[position] || !answers[position]) continue;
    const { done } = exitsApart(document, { ...given, key: order[position] ?? "" });
    const next = done
      .flat()
      .map(({ to }) => ways.goalFrom(positions.get(to) ?? -1))
      .find((goal) => goal !== undefined);
    if (next !== undefined) return keys([position, next]);
  }
  const fork = ways.pairFrom(fromTrigger);
  if (fork !== undefined) return keys(fork);
  for (let position = 0; position < order.length; position++) {
    if (!reachable[position]) continue;
    for (const way of exits[position] ?? []) {
      const pair = ways.pairFrom(way);
      if (pair !== undefined) return keys(pair);
    }
  }
  return undefined;
}
