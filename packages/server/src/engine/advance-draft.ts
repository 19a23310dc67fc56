import type { Effect } from "./advance.ts";
import { type EndStatus, type ExecutionState, type NodeState, nodeStates } from "./state.ts";

/** A state while `advance` works on it: copies that it owns, and the effects so far. */
export class Draft {
  readonly edges: Uint8Array;
  readonly undecided: Uint32Array;
  readonly effects: Effect[] = [];
  /** Nodes with a newly decided edge. */
  readonly touched: number[] = [];
  ended: EndStatus | null = null;
  running: number;
  readonly #nodes: Uint8Array;

  constructor(state: ExecutionState) {
    this.#nodes = state.nodes.slice();
    this.edges = state.edges.slice();
    this.undecided = state.undecided.slice();
    this.running = state.running;
  }

  is(node: number, wanted: NodeState): boolean {
    return this.#nodes[node] === codes[wanted];
  }

  set(node: number, next: NodeState): void {
    if (this.is(node, "running")) this.running -= 1;
    if (next === "running") this.running += 1;
    this.#nodes[node] = codes[next];
  }

  state(): ExecutionState {
    const { ended, edges, undecided, running } = this;
    return { ended, nodes: this.#nodes, edges, undecided, running };
  }
}

export function draftOf(state: ExecutionState): Draft {
  return new Draft(state);
}

const codes = Object.fromEntries(nodeStates.map((state, code) => [state, code])) as Readonly<
  Record<NodeState, number>
>;
