import type { IterationOutcome, Json, JsonObject } from "@sluice/workflow/node-contract";
import type { Effect } from "./advance.ts";
import { containerPath, rootFrame } from "./frame-id.ts";
import { type PlanGraph, triggerIndex } from "./plan-graph.ts";

/** What a loop's body sees of it. */
export interface LoopScope {
  /** Undefined: the container does not repeat, and what is around it counts. */
  readonly item?: Json;
  readonly index?: number;
  readonly loop?: JsonObject;
}

interface FrameMemory extends LoopScope {
  /** By node key, as `steps` in expressions: what was known where the body began, and its own. Without prototype. */
  readonly steps: JsonObject;
  /** What its first steps get. */
  readonly input: Json;
  /** By node key; undefined: none failed. */
  errors: Map<string, { code: string; message: string }> | undefined;
}

interface ContainerMemory {
  readonly items: readonly Json[] | null;
  readonly repeats: boolean;
  readonly input: Json;
  readonly limit: number;
  /** Each run's `item` is what the one before gave out. */
  readonly carries: boolean;
  readonly outcomes: IterationOutcome[];
}

const noInput: Json = null;

/**
 * What the steps of an execution gave out. Each node writes once in each frame, so that it can grow beside the pure
 * state without an older state ever meaning something else. A run of a body that has ended leaves its outcome only.
 */
export class StepMemory {
  readonly #graph: PlanGraph;
  readonly #frames = new Map<string, FrameMemory>();
  readonly #containers = new Map<string, ContainerMemory>();

  constructor(graph: PlanGraph, trigger: JsonObject) {
    this.#graph = graph;
    const steps = Object.create(null) as JsonObject;
    this.#frames.set(rootFrame, { steps, input: trigger, errors: undefined });
  }

  /** `steps` of the expressions in a frame. */
  stepsIn(frame: string): JsonObject {
    return this.#frames.get(frame)?.steps ?? nothing;
  }

  loopIn(frame: string): LoopScope {
    return this.#frames.get(frame) ?? nothing;
  }

  /** What the next run of a container's body would see, for the question whether there is one. */
  nextLoopOf(frame: string, node: number, index: number): LoopScope {
    const key = keyOf(this.#graph, node);
    const container = this.#containers.get(containerPath(frame, key));
    return this.#loopScope(frame, key, { index, container });
  }

  set(frame: string, node: number, output: Json): void {
    const key = this.#graph.nodes[node]?.key;
    const memory = this.#frames.get(frame);
    if (key !== undefined && memory) memory.steps[key] = output;
  }

  /** Why a step failed, for whoever asks what its frame came to. */
  fail(frame: string, node: number, error: { code: string; message: string }): void {
    const memory = this.#frames.get(frame);
    if (!memory) return;
    memory.errors ??= new Map();
    memory.errors.set(keyOf(this.#graph, node), error);
  }

  /** A container begins: what its body runs over and what its first steps get. */
  openContainer(frame: string, node: number, given: Omit<ContainerMemory, "outcomes">): void {
    this.#containers.set(containerPath(frame, keyOf(this.#graph, node)), { ...given, outcomes: [] });
  }

  /** How many runs a container may have. */
  limitOf(frame: string, node: number): number {
    return this.#containers.get(containerPath(frame, keyOf(this.#graph, node)))?.limit ?? 0;
  }

  open({ id, frame, node, index }: Effect & { kind: "open" }): void {
    const key = keyOf(this.#graph, node);
    const container = this.#containers.get(containerPath(frame, key));
    const around = this.#frames.get(frame);
    const steps = Object.assign(Object.create(null) as JsonObject, around?.steps);
    const scope = this.#loopScope(frame, key, { index, container });
    const carried = container && (container.items !== null || (container.carries && index > 0));
    const input = carried ? itemOf(container, index) : (container?.input ?? null);
    this.#frames.set(id, { ...scope, steps, input, errors: undefined });
  }

  #loopScope(
    frame: string,
    key: string,
    { index, container }: { index: number; container: ContainerMemory | undefined },
  ): LoopScope {
    const { item, index: outerIndex, loop } = this.loopIn(frame);
    if (container?.repeats === false) {
      return {
        ...(item === undefined ? {} : { item }),
        ...(outerIndex === undefined ? {} : { index: outerIndex }),
        ...(loop === undefined ? {} : { loop }),
      };
    }
    const own = container ? itemOf(container, index) : null;
    const loops = Object.assign(Object.create(null) as JsonObject, loop);
    loops[key] = { item: own, index };
    return { item: own, index, loop: loops };
  }

  /** A run of a body is over: its outcome is kept, the rest forgotten. */
  leave({ id, frame, node, index, outcome, last, failed }: Effect & { kind: "leave" }): void {
    const container = this.#containers.get(containerPath(frame, keyOf(this.#graph, node)));
    if (container && outcome === "finished") {
      container.outcomes[index] = { kind: "finished", output: this.outputOf(id, last) };
    } else if (container && outcome === "failed" && failed !== undefined) {
      const key = keyOf(this.#graph, failed);
      const error = this.#frames.get(id)?.errors?.get(key) ?? unknownError;
      container.outcomes[index] = { kind: "failed", error: { ...error, node: key } };
    }
    this.#frames.delete(id);
  }

  /** The outcomes of a container's runs in their order. The container is forgotten. */
  collect(frame: string, node: number): IterationOutcome[] {
    const path = containerPath(frame, keyOf(this.#graph, node));
    const outcomes: (IterationOutcome | undefined)[] = this.#containers.get(path)?.outcomes ?? [];
    this.#containers.delete(path);
    return Array.from(outcomes, (outcome) => outcome ?? { kind: "cancelled" });
  }

  /** Output of the only one of these steps, or `{ [node]: output }` of several. */
  outputOf(frame: string, nodes: readonly number[]): Json {
    const [only] = nodes;
    const steps = this.stepsIn(frame);
    if (nodes.length === 0 || only === undefined) return null;
    if (nodes.length === 1) return steps[keyOf(this.#graph, only)] ?? null;
    return Object.fromEntries(
      nodes.map((node) => [keyOf(this.#graph, node), steps[keyOf(this.#graph, node)] ?? null]),
    );
  }

  /** Output of the only step before, or `{ [node]: output }` where several taken edges led here. */
  inputOf(frame: string, from: readonly number[]): Json {
    const memory = this.#frames.get(frame);
    if (!memory) return noInput;
    const [only] = from;
    if (only === undefined) return memory.input;
    if (from.length === 1) return this.#sourceOf(memory, only);
    return Object.fromEntries(from.map((node) => [keyOf(this.#graph, node), this.#sourceOf(memory, node)]));
  }

  #sourceOf(memory: FrameMemory, node: number): Json {
    return node === triggerIndex ? memory.input : (memory.steps[keyOf(this.#graph, node)] ?? null);
  }
}

function itemOf({ items, carries, outcomes }: ContainerMemory, index: number): Json {
  if (items) return items[index] ?? null;
  const before = carries ? outcomes[index - 1] : undefined;
  return before?.kind === "finished" ? before.output : null;
}

const nothing: JsonObject = Object.freeze(Object.create(null) as JsonObject);
const unknownError = { code: "step-failed", message: "the step failed" };

export function keyOf(graph: PlanGraph, node: number): string {
  return node === triggerIndex ? "trigger" : (graph.nodes[node]?.key ?? "");
}
