import { edgesFrom, edgesInto, type Graph } from "./graph.ts";

export interface GraphOrder {
  /** Keys so that every edge leads onwards; among equals the document's order. Nodes behind a cycle are left out. */
  readonly order: readonly string[];
  /** Nodes that no order can hold: those on a cycle and those that only follow one. */
  readonly unordered: ReadonlySet<string>;
}

/** Topological order (Kahn). The trigger comes before everything and is not listed. */
export function orderOf(graph: Graph): GraphOrder {
  const waiting = new Map(
    graph.keys.map((key) => [key, edgesInto(graph, key).filter((edge) => edge.from !== "trigger").length]),
  );
  const order: string[] = [];
  const ready = graph.keys.filter((key) => waiting.get(key) === 0);
  for (let at = 0; at < ready.length; at++) {
    const key = ready[at] as string;
    order.push(key);
    for (const { to } of edgesFrom(graph, key)) {
      const left = (waiting.get(to) ?? 0) - 1;
      waiting.set(to, left);
      if (left === 0) ready.push(to);
    }
  }
  const ordered = new Set(order);
  return { order, unordered: new Set(graph.keys.filter((key) => !ordered.has(key))) };
}
