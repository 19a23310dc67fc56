import { edgesFrom, edgesInto, type Graph, triggerKey } from "./graph.ts";

export interface GraphOrder {
  /**
   * Keys so that every edge leads onwards, and the body of a container stands right behind it; among equals the
   * document's order. Nodes behind a cycle are left out.
   */
  readonly order: readonly string[];
  /** Nodes that no order can hold: those on a cycle and those that only follow one. */
  readonly unordered: ReadonlySet<string>;
}

/** Topological order (Kahn). The trigger comes before everything and is not listed. */
export function orderOf(graph: Graph): GraphOrder {
  const waiting = new Map(
    graph.keys.map((key) => [key, edgesInto(graph, key).filter((edge) => edge.from !== triggerKey).length]),
  );
  const ready = graph.keys.filter((key) => waiting.get(key) === 0);
  for (let at = 0; at < ready.length; at++) {
    for (const { to } of edgesFrom(graph, ready[at] as string)) {
      const left = (waiting.get(to) ?? 0) - 1;
      waiting.set(to, left);
      if (left === 0) ready.push(to);
    }
  }
  const ordered = new Set(ready);
  return {
    order: withBodies(graph, ready),
    unordered: new Set(graph.keys.filter((key) => !ordered.has(key))),
  };
}

/** Puts each body behind its container; those of containers that are in no order, or not there, come last. */
function withBodies(graph: Graph, ready: readonly string[]): readonly string[] {
  if (graph.scopes.size <= 1) return ready;
  const places = new Map(ready.map((key, place) => [key, place]));
  const bodies = new Map(
    [...graph.scopes].map(([scope, keys]) => [
      scope,
      keys
        .filter((key) => places.has(key))
        .sort((one, other) => (places.get(one) ?? 0) - (places.get(other) ?? 0)),
    ]),
  );
  /** The nodes of a body, the first one on top. Taken once: containers may stand in each other. */
  const take = (scope: string) => {
    const body = bodies.get(scope) ?? [];
    bodies.delete(scope);
    return body.reverse();
  };
  const order: string[] = [];
  for (const scope of graph.scopes.keys()) {
    const stack = take(scope);
    for (let key = stack.pop(); key !== undefined; key = stack.pop()) {
      order.push(key);
      stack.push(...take(key));
    }
  }
  return order;
}
