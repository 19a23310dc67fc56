import type { WorkflowDocument, WorkflowEdge } from "../document/schema.ts";
import type { NodeTypes } from "../node-contract/define-node.ts";
import { exitsOf } from "./exits.ts";
import { edgesFrom, type Graph, triggerKey } from "./graph.ts";
import { orderOf } from "./order.ts";
import { reachableFrom } from "./reach.ts";

interface Given {
  readonly graph: Graph;
  readonly types: NodeTypes;
}

/** How a visit of this node answers the caller; undefined when it does not. */
export function answerOf(
  document: WorkflowDocument,
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
 * graphs: a node avoids every Response when all edges of one of its exits do, whatever the other nodes choose.
 */
export function wayWithoutResponse(
  document: WorkflowDocument,
  { graph, types }: Given,
): string[] | undefined {
  const { order } = orderOf(graph);
  /** The exit by which a node avoids all Responses. */
  const avoiding = new Map<string, readonly WorkflowEdge[]>();
  for (const key of [triggerKey, ...order].reverse()) {
    if (answerOf(document, types, key) !== undefined) continue;
    const exits = exitsOf(document, { graph, types, key });
    const way = exits.find((edges) => edges.every((edge) => avoiding.has(edge.to)));
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
 * Two Responses that one execution can both reach: one behind the other, or on branches that run together (two
 * ways without a common node from the edges of one exit). Undefined when there are none.
 */
export function responsesTogether(
  document: WorkflowDocument,
  { graph, types }: Given,
): [string, string] | undefined {
  const reached = reachableFrom(graph, triggerKey);
  // What the trigger does not reach never runs, and two answers there are none; it has a finding of its own.
  const order = orderOf(graph).order.filter((key) => reached.has(key));
  const answers = (key: string) => answerOf(document, types, key) !== undefined;
  for (const key of order) {
    if (answerOf(document, types, key) !== "continue") continue;
    const next = edgesFrom(graph, key)
      .map((edge) => firstTowards(graph, edge.to, answers, new Set())?.at(-1))
      .find((found) => found !== undefined);
    if (next !== undefined) return [key, next];
  }
  for (const key of [triggerKey, ...order]) {
    for (const edges of exitsOf(document, { graph, types, key })) {
      const pair = disjointWays(graph, [...new Set(edges.map((edge) => edge.to))], answers);
      if (pair !== undefined) return pair;
    }
  }
  return undefined;
}

/**
 * Two ways without a common node from two of the starts to two different goals. Greedy with one exchange: the first
 * way is tried from each start; what it uses is closed to the second. It may miss a pair in graphs where every first
 * choice blocks the second; the run itself records a second Response as a warning.
 */
function disjointWays(
  graph: Graph,
  starts: readonly string[],
  isGoal: (key: string) => boolean,
): [string, string] | undefined {
  for (const first of starts) {
    const way = firstTowards(graph, first, isGoal, new Set(starts.filter((start) => start !== first)));
    const goal = way?.at(-1);
    if (way === undefined || goal === undefined) continue;
    const used = new Set(way);
    for (const second of starts) {
      if (used.has(second)) continue;
      const other = firstTowards(graph, second, isGoal, used)?.at(-1);
      if (other !== undefined) return [goal, other];
    }
  }
  return undefined;
}

/** The shortest way from a node to the first goal, both included, around closed nodes. */
function firstTowards(
  graph: Graph,
  start: string,
  isGoal: (key: string) => boolean,
  closed: ReadonlySet<string>,
): string[] | undefined {
  const cameFrom = new Map<string, string | undefined>([[start, undefined]]);
  const queue = [start];
  for (let at = 0; at < queue.length; at++) {
    const key = queue[at] as string;
    if (isGoal(key)) {
      const way = [];
      for (let step: string | undefined = key; step !== undefined; step = cameFrom.get(step))
        way.unshift(step);
      return way;
    }
    for (const { to } of edgesFrom(graph, key)) {
      if (cameFrom.has(to) || closed.has(to)) continue;
      cameFrom.set(to, key);
      queue.push(to);
    }
  }
  return undefined;
}
