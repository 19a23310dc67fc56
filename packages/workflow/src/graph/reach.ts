import { edgesFrom, edgesInto, type Graph } from "./graph.ts";

/** All that can be reached from a node (or the trigger) along edges, itself included. */
export function reachableFrom(graph: Graph, start: string): Set<string> {
  return spread(start, (key) => edgesFrom(graph, key).map((edge) => edge.to));
}

/** All that a way leads from to a node, itself left out unless it stands on a cycle; the trigger included. */
export function ancestorsOf(graph: Graph, key: string): Set<string> {
  const found = new Set<string>();
  for (const { from } of edgesInto(graph, key)) {
    if (!found.has(from)) for (const one of spread(from, sources(graph), found)) found.add(one);
  }
  return found;
}

function sources(graph: Graph): (key: string) => string[] {
  return (key) => edgesInto(graph, key).map((edge) => edge.from);
}

/** Breadth without recursion: documents may be thousands of nodes deep. */
function spread(start: string, next: (key: string) => string[], seen = new Set<string>()): Set<string> {
  const found = new Set([start]);
  const queue = [start];
  for (let key = queue.pop(); key !== undefined; key = queue.pop()) {
    for (const neighbour of next(key)) {
      if (found.has(neighbour) || seen.has(neighbour)) continue;
      found.add(neighbour);
      queue.push(neighbour);
    }
  }
  return found;
}
