import { type Draft, draftOf } from "./advance-draft.ts";
import { onlyTowards, type PlanGraph, triggerIndex } from "./plan-graph.ts";
import { type EndStatus, type ExecutionState, edgeState, stateOf } from "./state.ts";

/** What happened. Nodes are positions in the graph. */
export type ExecutionEvent =
  | { readonly kind: "begun" }
  /** Left by these ports; by none: its branch ends. */
  | { readonly kind: "finished"; readonly node: number; readonly ports: readonly string[] }
  | { readonly kind: "failed"; readonly node: number }
  /** The step ended the whole execution. */
  | { readonly kind: "ended"; readonly node: number; readonly status: "succeeded" | "failed" }
  | { readonly kind: "timed-out" }
  | { readonly kind: "cancelled" };

/** What to do next, in this order. `from` are the positions of the nodes whose taken edges led there. */
export type Effect =
  | { readonly kind: "start"; readonly node: number; readonly from: readonly number[] }
  /** Nothing to run: the node is disabled, its input goes on as its output. */
  | { readonly kind: "pass"; readonly node: number; readonly from: readonly number[] }
  | { readonly kind: "skip"; readonly node: number }
  /** Abort the running step; what it still answers counts for nothing. */
  | { readonly kind: "cancel"; readonly node: number }
  | { readonly kind: "end"; readonly status: EndStatus };

export interface Advanced {
  readonly state: ExecutionState;
  readonly effects: readonly Effect[];
}

/**
 * All graph semantics (design "The graph"): which steps start, pass, are skipped or cancelled after an event, and
 * whether the execution is over. Pure: no clock, no randomness, nothing from outside; the state given is not changed.
 * An event about a step that is not running, or after the end, changes nothing.
 */
export function advance(graph: PlanGraph, state: ExecutionState, event: ExecutionEvent): Advanced {
  if (state.ended !== null) return { state, effects: [] };
  if ("node" in event && stateOf(state, event.node) !== "running") return { state, effects: [] };
  const draft = draftOf(state);
  apply(graph, draft, event);
  return { state: draft.state(), effects: draft.effects };
}

function apply(graph: PlanGraph, draft: Draft, event: ExecutionEvent): void {
  switch (event.kind) {
    case "begun":
      begin(graph, draft);
      break;
    case "finished":
      draft.set(event.node, "finished");
      leave(graph, draft, event.node, (port) => event.ports.includes(port));
      break;
    case "failed":
      fail(graph, draft, event.node);
      break;
    case "ended":
      draft.set(event.node, "finished");
      end(graph, draft, event.status);
      break;
    case "timed-out":
    case "cancelled":
      end(graph, draft, event.kind);
      break;
  }
  // Nothing runs and nothing can start any more. What is still undecided hangs on a circle, which `check` reports.
  if (draft.ended === null && draft.running === 0) end(graph, draft, "succeeded");
}

function begin(graph: PlanGraph, draft: Draft): void {
  // Nodes that nothing leads to never run; what hangs on them alone is skipped with them.
  graph.nodes.forEach((node, index) => {
    if (node.incoming.length === 0) skip(graph, draft, index);
  });
  for (const edge of graph.fromTrigger) decide(graph, draft, edge, true);
  settle(graph, draft);
}

function fail(graph: PlanGraph, draft: Draft, node: number): void {
  draft.set(node, "failed");
  const onError = graph.nodes[node]?.onError ?? "stop";
  if (onError === "stop") end(graph, draft, "failed");
  else leave(graph, draft, node, (port) => port === (onError === "branch" ? "error" : "out"));
}

/** Decides all edges of a node and everything that follows from it. */
function leave(graph: PlanGraph, draft: Draft, node: number, takes: (port: string) => boolean): void {
  decideAll(graph, draft, node, takes);
  settle(graph, draft);
}

function decideAll(graph: PlanGraph, draft: Draft, node: number, takes: (port: string) => boolean): void {
  for (const edge of graph.nodes[node]?.outgoing ?? []) {
    decide(graph, draft, edge, takes(graph.edges[edge]?.port ?? ""));
  }
}

function decide(graph: PlanGraph, draft: Draft, edge: number, taken: boolean): void {
  const target = graph.edges[edge]?.to;
  if (target === undefined || draft.edges[edge] !== edgeState.undecided) return;
  draft.edges[edge] = taken ? edgeState.taken : edgeState.notTaken;
  draft.undecided[target] = (draft.undecided[target] ?? 1) - 1;
  if (draft.is(target, "waiting")) draft.touched.push(target);
}

/** Works off the nodes whose edges were decided. A list, not recursion: a chain of skipped nodes may be long. */
function settle(graph: PlanGraph, draft: Draft): void {
  // The list grows while it is worked off.
  for (const node of draft.touched) {
    if (draft.is(node, "waiting")) settleNode(graph, draft, node);
  }
}

function settleNode(graph: PlanGraph, draft: Draft, node: number): void {
  const { join, incoming, disabled } = graph.nodes[node] ?? { join: "all", incoming: [], disabled: false };
  const open = (draft.undecided[node] ?? 0) > 0;
  if (open && join === "all") return;
  const from: number[] = [];
  for (const edge of incoming) {
    if (draft.edges[edge] === edgeState.taken) from.push(graph.edges[edge]?.from ?? triggerIndex);
  }
  if (from.length === 0) {
    if (!open) skip(graph, draft, node);
    return;
  }
  if (disabled) pass(graph, draft, node, from);
  else {
    draft.set(node, "running");
    draft.effects.push({ kind: "start", node, from });
  }
  if (join === "race") callOff(graph, draft, node);
}

function skip(graph: PlanGraph, draft: Draft, node: number): void {
  draft.set(node, "skipped");
  draft.effects.push({ kind: "skip", node });
  decideAll(graph, draft, node, () => false);
}

function pass(graph: PlanGraph, draft: Draft, node: number, from: readonly number[]): void {
  const passPort = graph.nodes[node]?.passPort ?? null;
  draft.set(node, "passed");
  draft.effects.push({ kind: "pass", node, from });
  decideAll(graph, draft, node, (port) => port === passPort);
}

/** The race at `node` is won: what only led there is cancelled, or never begins. */
function callOff(graph: PlanGraph, draft: Draft, node: number): void {
  for (const loser of onlyTowards(graph, node)) {
    if (draft.is(loser, "waiting")) skip(graph, draft, loser);
    else if (draft.is(loser, "running")) {
      draft.set(loser, "cancelled");
      draft.effects.push({ kind: "cancel", node: loser });
      decideAll(graph, draft, loser, () => false);
    }
  }
}

function end(graph: PlanGraph, draft: Draft, status: EndStatus): void {
  graph.nodes.forEach((_, node) => {
    if (draft.is(node, "running")) {
      draft.set(node, "cancelled");
      draft.effects.push({ kind: "cancel", node });
    } else if (draft.is(node, "waiting")) {
      draft.set(node, "skipped");
      draft.effects.push({ kind: "skip", node });
    }
  });
  draft.ended = status;
  draft.effects.push({ kind: "end", status });
}
