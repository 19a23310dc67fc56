import type { Comparison } from "@sluice/workflow/changes";
import type { WorkflowDocument } from "@sluice/workflow/document";
import { positionsOf } from "../../document/positions.ts";
import { spread } from "../../document/spread.ts";

/**
 * The newer document with what it lacks of the older one, where that stood, or below what stands there now: one drawing that shows both. Notes are the
 * newer one's.
 */
export function unionDocument(given: {
  before: WorkflowDocument;
  after: WorkflowDocument;
  comparison: Comparison;
}): WorkflowDocument {
  const { before, after, comparison } = given;
  const gone = comparison.nodes.flatMap(({ key, state }) => {
    const node = state === "removed" ? before.nodes[key] : undefined;
    return node ? [[key, node] as const] : [];
  });
  const [was, is] = [positionsOf(before), positionsOf(after)];
  const places = [...is, ...gone.flatMap(([key]) => (was.has(key) ? [[key, was.get(key)] as const] : []))];
  const nodes = { ...after.nodes, ...Object.fromEntries(gone) };
  const edges = comparison.edges.flatMap(({ edge, state }) => (state === "removed" ? [edge] : []));
  const union: WorkflowDocument = {
    ...after,
    nodes,
    edges: [...after.edges, ...edges],
    layout: {
      nodes: Object.fromEntries(places.flatMap(([key, at]) => (at ? [[key, { x: at.x, y: at.y }]] : []))),
      notes: after.layout?.notes ?? [],
    },
  };
  // What took the place of something gone would cover it.
  return spread(union, {
    movable: gone.map(([key]) => key),
    stays: (key) => key === "trigger" || Object.hasOwn(after.nodes, key),
  });
}
