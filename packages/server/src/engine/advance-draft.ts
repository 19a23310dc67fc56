import type { Effect } from "./advance.ts";
import type { PlanGraph } from "./plan-graph.ts";
import {
  type ContainerState,
  type EndStatus,
  type ExecutionState,
  type FrameState,
  type NodeState,
  nodeStates,
} from "./state.ts";

/** A frame while `advance` works on it: copies that it owns. */
export class FrameDraft {
  readonly id: string;
  readonly scope: number;
  readonly edges: Uint8Array;
  readonly undecided: Uint32Array;
  running: number;
  readonly #graph: PlanGraph;
  readonly #nodes: Uint8Array;

  constructor(graph: PlanGraph, id: string, state: FrameState) {
    this.id = id;
    this.scope = state.scope;
    this.edges = state.edges.slice();
    this.undecided = state.undecided.slice();
    this.running = state.running;
    this.#graph = graph;
    this.#nodes = state.nodes.slice();
  }

  is(node: number, wanted: NodeState): boolean {
    return this.#nodes[this.#graph.nodes[node]?.local ?? -1] === codes[wanted];
  }

  set(node: number, next: NodeState): void {
    if (this.is(node, "running")) this.running -= 1;
    if (next === "running") this.running += 1;
    this.#nodes[this.#graph.nodes[node]?.local ?? -1] = codes[next];
  }

  /** Positions in the graph of the nodes in this state. */
  all(wanted: NodeState): number[] {
    const code = codes[wanted];
    return (this.#graph.scopes[this.scope]?.nodes ?? []).filter((_, local) => this.#nodes[local] === code);
  }

  state(): FrameState {
    const { scope, edges, undecided, running } = this;
    return { scope, nodes: this.#nodes, edges, undecided, running };
  }
}

/** A state while `advance` works on it, and the effects so far. Only the frames it touches are copied. */
export class Draft {
  readonly effects: Effect[] = [];
  /** Nodes with a newly decided edge. */
  readonly touched: { frame: FrameDraft; node: number }[] = [];
  ended: EndStatus | null = null;
  readonly #graph: PlanGraph;
  readonly #before: ExecutionState;
  readonly #frames = new Map<string, FrameDraft | null>();
  #containers: Map<string, ContainerState> | undefined;

  constructor(graph: PlanGraph, state: ExecutionState) {
    this.#graph = graph;
    this.#before = state;
  }

  frame(id: string): FrameDraft | undefined {
    const known = this.#frames.get(id);
    if (known !== undefined) return known ?? undefined;
    const before = this.#before.frames.get(id);
    return before && this.open(id, before);
  }

  open(id: string, state: FrameState): FrameDraft {
    const frame = new FrameDraft(this.#graph, id, state);
    this.#frames.set(id, frame);
    return frame;
  }

  close(id: string): void {
    this.#frames.set(id, null);
  }

  /** No container's body runs: the root frame is all there is. */
  get flat(): boolean {
    const { size } = this.#containers ?? this.#before.containers;
    return size === 0 && this.#before.frames.size === 1 && this.#frames.size <= 1;
  }

  /** Ids of the open frames. */
  frameIds(): string[] {
    const old = [...this.#before.frames.keys()].filter((id) => this.#frames.get(id) !== null);
    const fresh = [...this.#frames].flatMap(([id, frame]) =>
      frame !== null && !this.#before.frames.has(id) ? [id] : [],
    );
    return [...old, ...fresh];
  }

  container(path: string): ContainerState | undefined {
    return (this.#containers ?? this.#before.containers).get(path);
  }

  containerPaths(): string[] {
    return [...(this.#containers ?? this.#before.containers).keys()];
  }

  setContainer(path: string, state: ContainerState | undefined): void {
    this.#containers ??= new Map(this.#before.containers);
    if (state) this.#containers.set(path, state);
    else this.#containers.delete(path);
  }

  state(): ExecutionState {
    let { frames } = this.#before;
    if (this.#frames.size > 0) {
      const next = new Map(frames);
      for (const [id, frame] of this.#frames) {
        if (frame === null) next.delete(id);
        else next.set(id, frame.state());
      }
      frames = next;
    }
    return { ended: this.ended, frames, containers: this.#containers ?? this.#before.containers };
  }
}

const codes = Object.fromEntries(nodeStates.map((state, code) => [state, code])) as Readonly<
  Record<NodeState, number>
>;
