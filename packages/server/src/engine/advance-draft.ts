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
  readonly #containers = new Map<string, ContainerState | undefined>();

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
    if (this.#before.frames.has(id)) this.#frames.set(id, null);
    else this.#frames.delete(id);
  }

  /** No container's body runs: the root frame is all there is. */
  get flat(): boolean {
    const { containers, frames } = this.#before;
    return containers.size + this.#containers.size === 0 && frames.size === 1 && this.#frames.size <= 1;
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
    return this.#containers.has(path) ? this.#containers.get(path) : this.#before.containers.get(path);
  }

  containerPaths(): string[] {
    const old = [...this.#before.containers.keys()].filter((path) => this.container(path) !== undefined);
    const fresh = [...this.#containers].flatMap(([path, state]) =>
      state !== undefined && !this.#before.containers.has(path) ? [path] : [],
    );
    return [...old, ...fresh];
  }

  setContainer(path: string, state: ContainerState | undefined): void {
    if (state !== undefined || this.#before.containers.has(path)) this.#containers.set(path, state);
    else this.#containers.delete(path);
  }

  state(): ExecutionState {
    const { frames, containers } = this.#before;
    return {
      ended: this.ended,
      frames: frames.with([...this.#frames].map(([id, frame]) => [id, frame?.state()] as const)),
      containers: containers.with([...this.#containers]),
    };
  }
}

const codes = Object.fromEntries(nodeStates.map((state, code) => [state, code])) as Readonly<
  Record<NodeState, number>
>;
