import { rootFrame } from "./frame-id.ts";
import { type PlanGraph, rootScope } from "./plan-graph.ts";
import { VersionedMap } from "./versioned-map.ts";

/** What became of a node. `waiting`: not decided yet. A step that sleeps counts as running. */
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

/** The nodes of one scope in one of its runs, by their local positions. */
export interface FrameState {
  readonly scope: number;
  /** Position in `nodeStates`. */
  readonly nodes: Uint8Array;
  /** A value of `edgeState`. */
  readonly edges: Uint8Array;
  /** Incoming edges that are not decided yet. */
  readonly undecided: Uint32Array;
  readonly running: number;
}

/** A container whose body runs. */
export interface ContainerState {
  readonly frame: string;
  readonly node: number;
  /** How many runs there will be; null: it is asked before each one. */
  readonly total: number | null;
  readonly concurrency: number;
  readonly onItemError: "stop" | "break" | "skip";
  /** Index of the next run. */
  readonly next: number;
  /** Runs that have begun and not ended. */
  readonly open: number;
  /** No more runs begin. */
  readonly broken: boolean;
}

/**
 * What is known of an execution's graph. Never changed once made: `advance` copies the small arrays of the frames it
 * touches (1 KB for a thousand nodes), which keeps it pure at a cost that does not show. A run that has ended leaves
 * nothing behind: a loop of a hundred thousand items has as many frames as run at once.
 */
export interface ExecutionState {
  /** Null while it goes on. */
  readonly ended: EndStatus | null;
  readonly frames: VersionedMap<FrameState>;
  /** By path (`containerPath`). */
  readonly containers: VersionedMap<ContainerState>;
}

/** Before the trigger. */
export function initialState(graph: PlanGraph): ExecutionState {
  return {
    ended: null,
    frames: new VersionedMap([[rootFrame, newFrame(graph, rootScope)]]),
    containers: new VersionedMap(),
  };
}

export function newFrame(graph: PlanGraph, scope: number): FrameState {
  const { nodes, edgeCount, undecided } = graph.scopes[scope] ?? emptyScope;
  return {
    scope,
    nodes: new Uint8Array(nodes.length),
    edges: new Uint8Array(edgeCount),
    undecided: undecided.slice(),
    running: 0,
  };
}

const emptyScope = { nodes: [], edgeCount: 0, undecided: new Uint32Array(0) };

/** Undefined: that frame is not open. */
export function stateOf(
  graph: PlanGraph,
  state: ExecutionState,
  { frame = rootFrame, node }: { frame?: string; node: number },
): NodeState | undefined {
  const found = state.frames.get(frame);
  const known = graph.nodes[node];
  if (!found || !known || graph.scopes[found.scope]?.nodes[known.local] !== node) return undefined;
  return nodeStates[found.nodes[known.local] ?? 0];
}
