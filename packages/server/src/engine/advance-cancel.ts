import type { Draft, FrameDraft } from "./advance-draft.ts";
import { frameParts, rootFrame } from "./frame-id.ts";
import type { PlanGraph } from "./plan-graph.ts";

/** Cancels the open runs of bodies whose frame `matches`, the innermost first. */
export function cancelFrames(graph: PlanGraph, draft: Draft, matches: (frame: string) => boolean): void {
  if (draft.flat) return;
  const doomed = draft.frameIds().filter((id) => id !== rootFrame && matches(id));
  for (const id of doomed.sort((one, other) => other.length - one.length)) {
    const frame = draft.frame(id);
    if (!frame) continue;
    cancelRunning(draft, frame);
    leave(graph, draft, { frame, outcome: "cancelled" });
  }
  for (const path of draft.containerPaths()) {
    if (matches(draft.container(path)?.frame ?? rootFrame)) draft.setContainer(path, undefined);
  }
}

export function cancelRunning(draft: Draft, frame: FrameDraft): void {
  for (const node of frame.all("running")) {
    frame.set(node, "cancelled");
    draft.effects.push({ kind: "cancel", frame: frame.id, node });
  }
}

/** The run of a body is over: says so and forgets it. */
export function leave(
  graph: PlanGraph,
  draft: Draft,
  given: { frame: FrameDraft; outcome: "finished" | "failed" | "cancelled"; failed?: number },
): void {
  const { frame, outcome, failed } = given;
  const { parent, key, index } = frameParts(frame.id);
  const last = outcome === "finished" ? lastOf(graph, frame) : [];
  const node = graph.indexOf.get(key) ?? -1;
  draft.effects.push({ kind: "leave", id: frame.id, frame: parent, node, index, outcome, last, failed });
  draft.close(frame.id);
}

/** The nodes that ended a branch: they ran, and nothing they lead to was reached. */
export function lastOf(graph: PlanGraph, frame: Pick<FrameDraft, "all" | "edges">): number[] {
  const ran = [...frame.all("finished"), ...frame.all("passed"), ...frame.all("failed")];
  const ends = ran.filter((node) =>
    (graph.nodes[node]?.outgoing ?? []).every((edge) => frame.edges[graph.edges[edge]?.local ?? -1] !== 1),
  );
  return ends.sort((one, other) => one - other);
}
