import { edgesFrom, edgesInto, type Graph } from "./graph.ts";
import { orderOf } from "./order.ts";

/**
 * The groups of nodes that can be reached from each other (strongly connected components of more than one node, or
 * of one with an edge to itself), each in the document's order.
 */
export function cyclesOf(graph: Graph): string[][] {
  const { unordered } = orderOf(graph);
  if (unordered.size === 0) return [];
  const inside = (key: string) => unordered.has(key);
  const finished = finishOrder([...unordered], (key) =>
    edgesFrom(graph, key)
      .map((edge) => edge.to)
      .filter(inside),
  );
  const assigned = new Set<string>();
  const cycles: string[][] = [];
  for (const root of finished.reverse()) {
    if (assigned.has(root)) continue;
    const group = new Set([root]);
    assigned.add(root);
    const queue = [root];
    for (let key = queue.pop(); key !== undefined; key = queue.pop()) {
      for (const { from } of edgesInto(graph, key)) {
        if (!inside(from) || assigned.has(from)) continue;
        assigned.add(from);
        group.add(from);
        queue.push(from);
      }
    }
    const alone = group.size === 1 && !edgesFrom(graph, root).some((edge) => edge.to === root);
    if (!alone) cycles.push(graph.keys.filter((key) => group.has(key)));
  }
  return cycles;
}

/** Keys in the order in which a depth-first walk leaves them (Kosaraju's first pass), without recursion. */
function finishOrder(keys: readonly string[], next: (key: string) => string[]): string[] {
  const seen = new Set<string>();
  const finished: string[] = [];
  for (const start of keys) {
    if (seen.has(start)) continue;
    seen.add(start);
    const stack = [{ key: start, left: next(start) }];
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const neighbour = top.left.pop();
      if (neighbour === undefined) {
        finished.push(top.key);
        stack.pop();
      } else if (!seen.has(neighbour)) {
        seen.add(neighbour);
        stack.push({ key: neighbour, left: next(neighbour) });
      }
    }
  }
  return finished;
}
