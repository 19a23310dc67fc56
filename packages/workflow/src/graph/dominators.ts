import { edgesInto, type Graph, triggerKey } from "./graph.ts";
import { orderOf } from "./order.ts";

const known = new WeakMap<Graph, ReadonlyMap<string, string>>();

/**
 * The immediate dominator of each node that can be reached: the last node (or the trigger) that every way to it
 * passes. Cooper, Harvey and Kennedy's algorithm; on an acyclic graph one pass in order is enough.
 */
export function dominatorsOf(graph: Graph): ReadonlyMap<string, string> {
  const before = known.get(graph);
  if (before !== undefined) return before;
  const { order } = orderOf(graph);
  const rank = new Map<string, number>([
    [triggerKey, -1],
    ...order.map((key, at): [string, number] => [key, at]),
  ]);
  const dominators = new Map<string, string>();
  const meet = (one: string, other: string): string => {
    let [left, right] = [one, other];
    while (left !== right) {
      if ((rank.get(left) ?? -1) > (rank.get(right) ?? -1)) left = dominators.get(left) ?? triggerKey;
      else right = dominators.get(right) ?? triggerKey;
    }
    return left;
  };
  for (const key of order) {
    const sources = edgesInto(graph, key)
      .map((edge) => edge.from)
      .filter((from) => from === triggerKey || dominators.has(from));
    const [first, ...rest] = sources;
    if (first !== undefined) dominators.set(key, rest.reduce(meet, first));
  }
  known.set(graph, dominators);
  return dominators;
}
