import { graphlib, layout } from "@dagrejs/dagre";
import type { WorkflowDocument } from "@sluice/workflow/document";
import { columnGap, grid, type Point, type Size } from "./card-size.ts";

export interface Box extends Point, Size {}

/**
 * Places for all nodes and the trigger, left to right, on the grid. The trigger stays where it is and the rest
 * is laid out around it, so that the drawing does not jump away under the eyes.
 */
export function tidy(
  document: WorkflowDocument,
  boxes: ReadonlyMap<string, Box>,
): ReadonlyMap<string, Point> {
  const graph = new graphlib.Graph();
  graph.setGraph({ rankdir: "LR", nodesep: grid * 3, ranksep: columnGap, marginx: 0, marginy: 0 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const [key, { width, height }] of boxes) graph.setNode(key, { width, height });
  for (const { from, to } of document.edges) if (boxes.has(from) && boxes.has(to)) graph.setEdge(from, to);
  layout(graph);

  // dagre knows no order of ports: upside down, its drawing is as good, and the first exit should lead to the top.
  const sign = leadsUpwards(document, (key) => graph.node(key)) ? -1 : 1;
  const corner = (key: string): Point => {
    const { x, y, width, height } = graph.node(key);
    return { x: x - width / 2, y: sign * y - height / 2 };
  };
  const anchor = boxes.has("trigger") ? "trigger" : boxes.keys().next().value;
  if (anchor === undefined) return new Map();
  const from = corner(anchor);
  const to = boxes.get(anchor) ?? from;
  const snap = (value: number) => Math.round(value / grid) * grid;
  return new Map(
    [...boxes.keys()].map((key) => {
      const { x, y } = corner(key);
      return [key, { x: snap(x - from.x + to.x), y: snap(y - from.y + to.y) }];
    }),
  );
}

/** Whether more exits lead above the exit before them than below it. */
function leadsUpwards(document: WorkflowDocument, centre: (key: string) => Point | undefined): boolean {
  const last = new Map<string, Point>();
  let balance = 0;
  for (const { from, to } of document.edges) {
    const here = centre(to);
    const before = last.get(from);
    if (here && before && before.x === here.x) balance += Math.sign(before.y - here.y);
    if (here) last.set(from, here);
  }
  return balance > 0;
}
