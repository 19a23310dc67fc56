import type { JsonObject } from "@sluice/workflow/node-contract";
import type { JournalRecord } from "../stores/executions/store.ts";
import { advance, type Effect, type ExecutionEvent } from "./advance.ts";
import { type PlanGraph, triggerIndex } from "./plan-graph.ts";
import { type ExecutionState, initialState } from "./state.ts";
import { StepMemory } from "./step-memory.ts";

/** An execution as its journal tells it. */
export interface Replayed {
  readonly state: ExecutionState;
  readonly memory: StepMemory;
  /** Steps that had started, or were about to, and have no result: to be run (again). */
  readonly due: readonly { readonly node: number; readonly from: readonly number[] }[];
  /** Highest position a step was started at. */
  readonly lastOrder: number;
  /** When the last thing happened, milliseconds since 1970; null when nothing did. */
  readonly lastAt: number | null;
  readonly answered: boolean;
}

/** Builds the state of an execution from its journal, or from any beginning of it. */
export function replay(given: {
  graph: PlanGraph;
  trigger: JsonObject;
  records: readonly JournalRecord[];
}): Replayed {
  const { graph, trigger, records } = given;
  const memory = new StepMemory(graph, trigger);
  const due = new Map<number, readonly number[]>();
  const heed = (effects: readonly Effect[]) => {
    for (const effect of effects) {
      if (effect.kind === "start") due.set(effect.node, effect.from);
      else if (effect.kind === "pass") memory.set(effect.node, memory.inputOf(effect.from));
      else if (effect.kind === "cancel") due.delete(effect.node);
    }
  };
  const begun = advance(graph, initialState(graph), { kind: "begun" });
  heed(begun.effects);
  let { state } = begun;
  let lastOrder = 0;
  let lastAt: number | null = null;
  let answered = false;
  for (const record of records) {
    if ("order" in record) lastOrder = Math.max(lastOrder, record.order);
    if ("finishedAt" in record) lastAt = Math.max(lastAt ?? 0, record.finishedAt);
    if (record.kind === "finished" && record.answered) answered = true;
    const event = eventOf(graph, record);
    if (!event) continue;
    if ("node" in event) {
      due.delete(event.node);
      if ("output" in record) memory.set(event.node, record.output);
    }
    const advanced = advance(graph, state, event);
    state = advanced.state;
    heed(advanced.effects);
  }
  return {
    state,
    memory,
    due: [...due].map(([node, from]) => ({ node, from })),
    lastOrder,
    lastAt,
    answered,
  };
}

function eventOf(graph: PlanGraph, record: JournalRecord): ExecutionEvent | undefined {
  if (record.kind === "ended") {
    // Any other end follows from the steps before it.
    return record.status === "cancelled" || record.status === "timed-out"
      ? { kind: record.status }
      : undefined;
  }
  const node = graph.indexOf.get(record.node) ?? triggerIndex;
  if (record.kind === "failed") return { kind: "failed", node };
  if (record.kind !== "finished") return undefined;
  return record.end
    ? { kind: "ended", node, status: record.end }
    : { kind: "finished", node, ports: record.ports };
}
