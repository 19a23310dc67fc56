import { cancelFrames, cancelRunning, leave } from "./advance-cancel.ts";
import type { Draft, FrameDraft } from "./advance-draft.ts";
import { settle, startNode } from "./advance-edges.ts";
import { containerPath, frameId, frameParts, isWithin } from "./frame-id.ts";
import type { PlanGraph } from "./plan-graph.ts";
import { newFrame } from "./state.ts";

/** A container begins to run its body. */
export function beginContainer(
  graph: PlanGraph,
  draft: Draft,
  given: {
    frame: FrameDraft;
    node: number;
    total: number | null;
    concurrency: number;
    onItemError: "stop" | "break" | "skip";
  },
): void {
  const { frame, node, total, concurrency, onItemError } = given;
  const path = containerPath(frame.id, graph.nodes[node]?.key ?? "");
  if (draft.container(path)) return;
  const start = { next: 0, open: 0, broken: false };
  draft.setContainer(path, { frame: frame.id, node, total, concurrency, onItemError, ...start });
  goOn(graph, draft, path);
}

/** The answer to an `ask`. */
export function iterate(
  graph: PlanGraph,
  draft: Draft,
  { frame, node, more }: { frame: FrameDraft; node: number; more: boolean },
): void {
  const path = containerPath(frame.id, graph.nodes[node]?.key ?? "");
  const container = draft.container(path);
  if (!container || container.total !== null || container.open > 0) return;
  if (!more) draft.setContainer(path, { ...container, broken: true });
  else openNext(graph, draft, path);
  goOn(graph, draft, path);
}

/** One run of a body is over; what follows from it for its container. */
export function endFrame(
  graph: PlanGraph,
  draft: Draft,
  given: { frame: FrameDraft; outcome: "finished" | "failed"; failed?: number },
): void {
  closeFrame(graph, draft, given);
  const { parent, key } = frameParts(given.frame.id);
  goOn(graph, draft, containerPath(parent, key));
}

function closeFrame(
  graph: PlanGraph,
  draft: Draft,
  given: { frame: FrameDraft; outcome: "finished" | "failed"; failed?: number },
): void {
  const { frame, outcome } = given;
  if (holdsContainer(graph, draft, frame)) cancelFrames(graph, draft, (id) => id.startsWith(`${frame.id}/`));
  cancelRunning(draft, frame);
  leave(graph, draft, given);
  const { parent, key } = frameParts(frame.id);
  const path = containerPath(parent, key);
  const container = draft.container(path);
  if (!container) return;
  const { onItemError, open, broken } = container;
  if (outcome === "failed" && onItemError === "stop") {
    cancelFrames(graph, draft, (id) => isWithin(id, path));
    draft.setContainer(path, undefined);
    draft.effects.push({ kind: "collect", frame: parent, node: container.node, stopped: true });
    return;
  }
  const breaks = outcome === "failed" && onItemError === "break";
  draft.setContainer(path, { ...container, open: open - 1, broken: broken || breaks });
}

/** Whether a body goes on inside of this frame: only then there are frames below it, which takes a look at them all. */
function holdsContainer(graph: PlanGraph, draft: Draft, { id, scope }: FrameDraft): boolean {
  return (graph.scopes[scope]?.nodes ?? []).some((node) => {
    const { body, key } = graph.nodes[node] ?? {};
    return body !== undefined && key !== undefined && draft.container(containerPath(id, key)) !== undefined;
  });
}

/**
 * Begins as many runs as may go on at once; says when all have ended. A loop, not recursion: a body without nodes ends
 * as it begins.
 */
function goOn(graph: PlanGraph, draft: Draft, path: string): void {
  for (;;) {
    const container = draft.container(path);
    if (!container) return;
    const { frame, node, total, next, open, concurrency, broken } = container;
    if (broken || (total !== null && next >= total)) {
      if (open > 0) return;
      draft.setContainer(path, undefined);
      draft.effects.push({ kind: "collect", frame, node, stopped: false });
      return;
    }
    if (total === null) {
      if (open === 0) draft.effects.push({ kind: "ask", frame, node, index: next });
      return;
    }
    if (open >= concurrency) return;
    openNext(graph, draft, path);
  }
}

function openNext(graph: PlanGraph, draft: Draft, path: string): void {
  const container = draft.container(path);
  if (!container) return;
  const { frame, node, next: index, open } = container;
  draft.setContainer(path, { ...container, next: index + 1, open: open + 1 });
  const id = frameId(path, index);
  draft.effects.push({ kind: "open", id, frame, node, index });
  const scope = graph.nodes[node]?.body;
  const body = draft.open(id, scope === undefined ? noBody : newFrame(graph, scope));
  for (const entry of graph.scopes[scope ?? -1]?.entries ?? []) {
    startNode(graph, draft, { frame: body, node: entry, from: [] });
  }
  settle(graph, draft);
  if (body.running === 0) closeFrame(graph, draft, { frame: body, outcome: "finished" });
}

/** A container that no node names as its parent. */
const noBody = {
  scope: -1,
  nodes: new Uint8Array(0),
  edges: new Uint8Array(0),
  undecided: new Uint32Array(0),
  running: 0,
};
