import { cancelFrames } from "./advance-cancel.ts";
import type { Draft, FrameDraft } from "./advance-draft.ts";
import { containerPath, isWithin } from "./frame-id.ts";
import { onlyTowards, type PlanGraph, triggerIndex } from "./plan-graph.ts";
import { edgeState } from "./state.ts";

/** Decides all edges of a node: taken where `takes` says so of the edge's port. */
export function decideAll(
  graph: PlanGraph,
  draft: Draft,
  { frame, node, takes }: { frame: FrameDraft; node: number; takes: (port: string) => boolean },
): void {
  for (const edge of graph.nodes[node]?.outgoing ?? []) {
    decide(graph, draft, { frame, edge, taken: takes(graph.edges[edge]?.port ?? "") });
  }
}

export function decide(
  graph: PlanGraph,
  draft: Draft,
  { frame, edge, taken }: { frame: FrameDraft; edge: number; taken: boolean },
): void {
  const known = graph.edges[edge];
  const local = known && graph.nodes[known.to]?.local;
  if (!known || local === undefined || frame.edges[known.local] !== edgeState.undecided) return;
  frame.edges[known.local] = taken ? edgeState.taken : edgeState.notTaken;
  frame.undecided[local] = (frame.undecided[local] ?? 1) - 1;
  if (frame.is(known.to, "waiting")) draft.touched.push({ frame, node: known.to });
}

/** Works off the nodes whose edges were decided. A list, not recursion: a chain of skipped nodes may be long. */
export function settle(graph: PlanGraph, draft: Draft): void {
  // The list grows while it is worked off.
  for (const { frame, node } of draft.touched) {
    if (frame.is(node, "waiting")) settleNode(graph, draft, frame, node);
  }
  draft.touched.length = 0;
}

function settleNode(graph: PlanGraph, draft: Draft, frame: FrameDraft, node: number): void {
  const known = graph.nodes[node];
  if (!known) return;
  const open = (frame.undecided[known.local] ?? 0) > 0;
  if (open && known.join === "all") return;
  const from: number[] = [];
  for (const edge of known.incoming) {
    const { local = -1, from: source = triggerIndex } = graph.edges[edge] ?? {};
    if (frame.edges[local] === edgeState.taken) from.push(source);
  }
  if (from.length === 0) {
    if (!open) skip(graph, draft, frame, node);
    return;
  }
  startNode(graph, draft, { frame, node, from });
  if (known.join === "race") callOff(graph, draft, frame, node);
}

/** Starts a node, or lets its input through where it is disabled. */
export function startNode(
  graph: PlanGraph,
  draft: Draft,
  { frame, node, from }: { frame: FrameDraft; node: number; from: readonly number[] },
): void {
  const { disabled = false, passPort = null } = graph.nodes[node] ?? {};
  if (disabled) {
    frame.set(node, "passed");
    draft.effects.push({ kind: "pass", frame: frame.id, node, from });
    decideAll(graph, draft, { frame, node, takes: (port) => port === passPort });
  } else {
    frame.set(node, "running");
    draft.effects.push({ kind: "start", frame: frame.id, node, from });
  }
}

function skip(graph: PlanGraph, draft: Draft, frame: FrameDraft, node: number): void {
  frame.set(node, "skipped");
  draft.effects.push({ kind: "skip", frame: frame.id, node });
  decideAll(graph, draft, { frame, node, takes: () => false });
}

/** The race at `node` is won: what only led there is cancelled, or never begins. */
function callOff(graph: PlanGraph, draft: Draft, frame: FrameDraft, node: number): void {
  for (const loser of onlyTowards(graph, node)) {
    if (frame.is(loser, "waiting")) skip(graph, draft, frame, loser);
    else if (frame.is(loser, "running")) {
      const path = containerPath(frame.id, graph.nodes[loser]?.key ?? "");
      cancelFrames(graph, draft, (id) => isWithin(id, path));
      draft.setContainer(path, undefined);
      frame.set(loser, "cancelled");
      draft.effects.push({ kind: "cancel", frame: frame.id, node: loser });
      decideAll(graph, draft, { frame, node: loser, takes: () => false });
    }
  }
}
