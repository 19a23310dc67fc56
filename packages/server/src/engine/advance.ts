import { cancelFrames } from "./advance-cancel.ts";
import { beginContainer, endFrame, iterate } from "./advance-containers.ts";
import { Draft, type FrameDraft } from "./advance-draft.ts";
import { decide, decideAll, settle } from "./advance-edges.ts";
import { containerPath, isWithin, rootFrame } from "./frame-id.ts";
import type { PlanGraph } from "./plan-graph.ts";
import { type EndStatus, type ExecutionState, stateOf } from "./state.ts";

/** A node is a position in the graph; its frame is the root one when left out. */
interface At {
  readonly frame?: string;
  readonly node: number;
}

/** What happened. */
export type ExecutionEvent =
  | { readonly kind: "begun" }
  /** Left by these ports; by none: its branch ends. */
  | (At & { readonly kind: "finished"; readonly ports: readonly string[] })
  | (At & { readonly kind: "failed" })
  /** The step ended the whole execution. */
  | (At & { readonly kind: "ended"; readonly status: "succeeded" | "failed" })
  /** The step is a container and says how its body runs; `total` null: it is asked before each run. */
  | (At & {
      readonly kind: "opened";
      readonly total: number | null;
      readonly concurrency: number;
      readonly onItemError: "stop" | "break" | "skip";
    })
  /** Whether the body runs once more. */
  | (At & { readonly kind: "asked"; readonly more: boolean })
  | { readonly kind: "timed-out" }
  | { readonly kind: "cancelled" };

/** What to do next, in this order. `from` are the positions of the nodes whose taken edges led there. */
export type Effect =
  /** `from` is empty for a node that a body begins with. */
  | {
      readonly kind: "start";
      readonly frame: string;
      readonly node: number;
      readonly from: readonly number[];
    }
  /** Nothing to run: the node is disabled, its input goes on as its output. */
  | { readonly kind: "pass"; readonly frame: string; readonly node: number; readonly from: readonly number[] }
  | { readonly kind: "skip"; readonly frame: string; readonly node: number }
  /** Abort the running step; what it still answers counts for nothing. */
  | { readonly kind: "cancel"; readonly frame: string; readonly node: number }
  /** A run of a container's body begins in the frame `id`. */
  | {
      readonly kind: "open";
      readonly id: string;
      readonly frame: string;
      readonly node: number;
      readonly index: number;
    }
  /** It has ended. `last`: the nodes its branches ended with; `failed`: the one that failed it. */
  | {
      readonly kind: "leave";
      readonly id: string;
      readonly frame: string;
      readonly node: number;
      readonly index: number;
      readonly outcome: "finished" | "failed" | "cancelled";
      readonly last: readonly number[];
      readonly failed: number | undefined;
    }
  /** Ask whether the container's body runs once more (`asked` answers it). */
  | { readonly kind: "ask"; readonly frame: string; readonly node: number; readonly index: number }
  /** All runs of the container's body have ended: `finished` or `failed` is to follow. */
  | { readonly kind: "collect"; readonly frame: string; readonly node: number; readonly stopped: boolean }
  | { readonly kind: "end"; readonly status: EndStatus };

export interface Advanced {
  readonly state: ExecutionState;
  readonly effects: readonly Effect[];
}

/**
 * All graph semantics (design "The graph"): which steps start, pass, are skipped or cancelled after an event, how
 * often a container's body runs, and whether the execution is over. Pure: no clock, no randomness, nothing from
 * outside; the state given is not changed. An event about a step that is not running, or after the end, changes nothing.
 */
export function advance(graph: PlanGraph, state: ExecutionState, event: ExecutionEvent): Advanced {
  if (state.ended !== null) return { state, effects: [] };
  if ("node" in event && stateOf(graph, state, event) !== "running") return { state, effects: [] };
  const draft = new Draft(graph, state);
  apply(graph, draft, event);
  return { state: draft.state(), effects: draft.effects };
}

function apply(graph: PlanGraph, draft: Draft, event: ExecutionEvent): void {
  if (event.kind === "begun") begin(graph, draft);
  else if (event.kind === "timed-out" || event.kind === "cancelled") end(graph, draft, event.kind);
  else {
    const frame = draft.frame(event.frame ?? rootFrame);
    if (!frame) return;
    applyTo(graph, draft, { ...event, frame });
  }
  const root = draft.frame(rootFrame);
  // Nothing runs and nothing can start any more. What is still undecided hangs on a circle, which `check` reports.
  if (draft.ended === null && root?.running === 0) end(graph, draft, "succeeded");
}

type StepEvent = Extract<ExecutionEvent, At>;
type InFrame<Event> = Event extends StepEvent ? Omit<Event, "frame"> & { frame: FrameDraft } : never;

function applyTo(graph: PlanGraph, draft: Draft, event: InFrame<StepEvent>): void {
  const { frame, node } = event;
  switch (event.kind) {
    case "finished":
      dropContainer(graph, draft, frame, node);
      frame.set(node, "finished");
      decideAll(graph, draft, { frame, node, takes: (port) => event.ports.includes(port) });
      break;
    case "failed":
      if (fail(graph, draft, frame, node)) return;
      break;
    case "ended":
      frame.set(node, "finished");
      end(graph, draft, event.status);
      return;
    case "opened":
      beginContainer(graph, draft, { ...event, frame });
      return;
    case "asked":
      iterate(graph, draft, { frame, node, more: event.more });
      return;
  }
  settle(graph, draft);
  leaveIfDone(graph, draft, frame);
}

/** A run of a body in which nothing runs any more has ended. */
function leaveIfDone(graph: PlanGraph, draft: Draft, frame: FrameDraft): void {
  if (frame.id !== rootFrame && frame.running === 0) endFrame(graph, draft, { frame, outcome: "finished" });
}

function begin(graph: PlanGraph, draft: Draft): void {
  const frame = draft.frame(rootFrame);
  if (!frame) return;
  // Nodes that nothing leads to never run; what hangs on them alone is skipped with them.
  for (const index of graph.scopes[frame.scope]?.nodes ?? []) {
    if (graph.nodes[index]?.incoming.length === 0) skipUnreached(graph, draft, frame, index);
  }
  for (const edge of graph.fromTrigger) decide(graph, draft, { frame, edge, taken: true });
  settle(graph, draft);
}

function skipUnreached(graph: PlanGraph, draft: Draft, frame: FrameDraft, node: number): void {
  frame.set(node, "skipped");
  draft.effects.push({ kind: "skip", frame: frame.id, node });
  decideAll(graph, draft, { frame, node, takes: () => false });
}

/** True when the failure ended its frame, or everything. */
function fail(graph: PlanGraph, draft: Draft, frame: FrameDraft, node: number): boolean {
  dropContainer(graph, draft, frame, node);
  frame.set(node, "failed");
  const onError = graph.nodes[node]?.onError ?? "stop";
  if (onError !== "stop") {
    const port = onError === "branch" ? "error" : "out";
    decideAll(graph, draft, { frame, node, takes: (name) => name === port });
    return false;
  }
  if (frame.id === rootFrame) end(graph, draft, "failed");
  else endFrame(graph, draft, { frame, outcome: "failed", failed: node });
  return true;
}

/** A container step that comes to its end before its body did. */
function dropContainer(graph: PlanGraph, draft: Draft, frame: FrameDraft, node: number): void {
  const path = containerPath(frame.id, graph.nodes[node]?.key ?? "");
  if (!draft.container(path)) return;
  cancelFrames(graph, draft, (id) => isWithin(id, path));
  draft.setContainer(path, undefined);
}

function end(graph: PlanGraph, draft: Draft, status: EndStatus): void {
  cancelFrames(graph, draft, () => true);
  const root = draft.frame(rootFrame);
  for (const node of graph.scopes[root?.scope ?? 0]?.nodes ?? []) {
    if (root?.is(node, "running")) {
      root.set(node, "cancelled");
      draft.effects.push({ kind: "cancel", frame: rootFrame, node });
    } else if (root?.is(node, "waiting")) {
      root.set(node, "skipped");
      draft.effects.push({ kind: "skip", frame: rootFrame, node });
    }
  }
  draft.ended = status;
  draft.effects.push({ kind: "end", status });
}
