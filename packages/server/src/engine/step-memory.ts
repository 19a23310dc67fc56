import type { Json, JsonObject } from "@sluice/workflow/node-contract";
import { type PlanGraph, triggerIndex } from "./plan-graph.ts";

/**
 * What the steps of an execution gave out. Each node writes once, so that it can grow beside the pure state without
 * an older state ever meaning something else.
 */
export class StepMemory {
  /** By node key, as `steps` in expressions. Without prototype: a key can be any name. */
  readonly steps: JsonObject = Object.create(null) as JsonObject;
  readonly #graph: PlanGraph;
  readonly #trigger: JsonObject;

  constructor(graph: PlanGraph, trigger: JsonObject) {
    this.#graph = graph;
    this.#trigger = trigger;
  }

  set(node: number, output: Json): void {
    const key = this.#graph.nodes[node]?.key;
    if (key !== undefined) this.steps[key] = output;
  }

  /** Output of the only step before, or `{ [node]: output }` where several taken edges led here. */
  inputOf(from: readonly number[]): Json {
    const [only] = from;
    if (from.length === 1 && only !== undefined) return this.#outputOf(only);
    return Object.fromEntries(from.map((node) => [keyOf(this.#graph, node), this.#outputOf(node)]));
  }

  #outputOf(node: number): Json {
    return node === triggerIndex ? this.#trigger : (this.steps[keyOf(this.#graph, node)] ?? null);
  }
}

export function keyOf(graph: PlanGraph, node: number): string {
  return node === triggerIndex ? "trigger" : (graph.nodes[node]?.key ?? "");
}
