import type { PlanGraph } from "./plan-graph.ts";

/** What became of a node. `waiting`: not decided yet. */
export const nodeStates = [
  "waiting",
  "running",
  "finished",
  "failed",
  "skipped",
  "passed",
  "cancelled",
] as const;
export type NodeState = (typeof nodeStates)[number];

export type EndStatus = "succeeded" | "failed" | "cancelled" | "timed-out";

/** Each edge ends up taken or not taken. */
export const edgeState = { undecided: 0, taken: 1, notTaken: 2 } as const;

/**
 * What is known of an execution's graph. Never changed once made: `advance` copies these few small arrays (1 KB for
 * a thousand nodes), which keeps it pure at a cost that does not show.
 */
export interface ExecutionState {
  /** Null while it goes on. */
  readonly ended: EndStatus | null;
  /** By node: position in `nodeStates`. */
  readonly nodes: Uint8Array;
  /** By edge: a value of `edgeState`. */
  readonly edges: Uint8Array;
  /** By node: incoming edges that are not decided yet. */
  readonly undecided: Uint32Array;
  readonly running: number;
}

/** Before the trigger. */
export function initialState(graph: PlanGraph): ExecutionState {
  return {
    ended: null,
    nodes: new Uint8Array(graph.nodes.length),
    edges: new Uint8Array(graph.edges.length),
    undecided: Uint32Array.from(graph.nodes, (node) => node.incoming.length),
    running: 0,
  };
}

export function stateOf(state: ExecutionState, node: number): NodeState {
  return nodeStates[state.nodes[node] ?? 0] ?? "waiting";
}
