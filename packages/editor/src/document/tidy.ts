import { graphlib, layout } from "@dagrejs/dagre";
import type { WorkflowDocument } from "@sluice/workflow/document";
import { columnGap, frameAround, frameHeadHeight, grid, type Point, type Size } from "./card-size.ts";
import { nestingOf } from "./nesting.ts";
import { overlaps } from "./place-node.ts";

type Box = Point & Size;

/**
 * Places for all nodes and the trigger, left to right, on the grid. The trigger stays where it is and the rest
 * is laid out around it, so that the drawing does not jump away under the eyes. What stands in a container is laid out
 * first, for itself; the container then counts with the size that it has around it and a head of that height.
 */
export function tidy(
  document: WorkflowDocument,
  boxes: ReadonlyMap<string, Box>,
  headOf: (key: string) => number = () => frameHeadHeight([]),
): ReadonlyMap<string, Point> {
  const { childrenOf } = nestingOf(document);
  const edges = edgesByScope(document);
  /** What stands in a container, with the sizes it has then; places count from the first one. */
  const layOut = (scope: string | undefined): ReadonlyMap<string, Box> => {
    const inside = new Map<string, ReadonlyMap<string, Box>>();
    const sizes = new Map<string, Box>();
    const trigger = boxes.get("trigger");
    if (scope === undefined && trigger) sizes.set("trigger", trigger);
    for (const key of childrenOf(scope)) {
      const box = boxes.get(key);
      if (!box) continue;
      const body = layOut(key);
      if (body.size > 0) inside.set(key, body);
      sizes.set(key, body.size > 0 ? { ...box, ...sizeOf(around([...body.values()], headOf(key))) } : box);
    }
    const wires = edges.get(scope) ?? [];
    const placed = new Map(place(wires, sizes));
    straighten(placed, { edges: wires, containers: new Set(inside.keys()) });
    for (const [key, body] of inside) {
      const frame = placed.get(key);
      if (!frame) continue;
      const corner = around([...body.values()], headOf(key));
      const by = { x: frame.x - corner.x, y: frame.y - corner.y };
      for (const [inner, box] of body) placed.set(inner, { ...box, x: box.x + by.x, y: box.y + by.y });
    }
    return placed;
  };
  return new Map([...layOut(undefined)].map(([key, { x, y }]) => [key, { x, y }]));
}

function around(body: readonly Box[], head: number): Box {
  return frameAround(body, { corner: { x: 0, y: 0 }, head });
}

function sizeOf({ width, height }: Size): Size {
  return { width, height };
}

function edgesByScope(
  document: WorkflowDocument,
): ReadonlyMap<string | undefined, WorkflowDocument["edges"]> {
  const { parentOf } = nestingOf(document);
  const scopes = new Map<string | undefined, WorkflowDocument["edges"]>();
  for (const edge of document.edges) {
    const scope = parentOf(edge.to);
    if (parentOf(edge.from) !== scope) continue;
    const known = scopes.get(scope);
    if (known) known.push(edge);
    else scopes.set(scope, [edge]);
  }
  return scopes;
}

/** dagre looks names up in plain objects: a node `toString` would be what every object inherits. */
function nameInGraph(key: string): string {
  return `-${key}`;
}

/** Lays out boxes that stand beside each other; the first one stays where it is. */
function place(edges: WorkflowDocument["edges"], boxes: ReadonlyMap<string, Box>): ReadonlyMap<string, Box> {
  const graph = new graphlib.Graph();
  graph.setGraph({ rankdir: "LR", nodesep: grid * 3, ranksep: columnGap, marginx: 0, marginy: 0 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const [key, { width, height }] of boxes) graph.setNode(nameInGraph(key), { width, height });
  for (const { from, to } of edges)
    if (boxes.has(from) && boxes.has(to)) graph.setEdge(nameInGraph(from), nameInGraph(to));
  layout(graph);

  // dagre knows no order of ports: upside down, its drawing is as good, and the first exit should lead to the top.
  const sign = leadsUpwards(edges, (key) => graph.node(nameInGraph(key))) ? -1 : 1;
  const corner = (key: string): Point => {
    const { x, y, width, height } = graph.node(nameInGraph(key));
    return { x: x - width / 2, y: sign * y - height / 2 };
  };
  const [anchor] = boxes.keys();
  if (anchor === undefined) return new Map();
  const from = corner(anchor);
  const to = boxes.get(anchor) ?? from;
  const snap = (value: number) => Math.round(value / grid) * grid;
  return new Map(
    [...boxes].map(([key, box]) => {
      const { x, y } = corner(key);
      return [key, { ...box, x: snap(x - from.x + to.x), y: snap(y - from.y + to.y) }];
    }),
  );
}

/**
 * dagre lines up the middles of what it lays out, while the ways into and out of a card are at its head: a container hangs
 * down from the line of what leads to it, and a chain without branches stands in one line, where nothing is in the way.
 */
function straighten(
  placed: Map<string, Box>,
  { edges, containers }: { edges: WorkflowDocument["edges"]; containers: ReadonlySet<string> },
): void {
  const into = new Map<string, string[]>();
  const outOf = new Map<string, number>();
  for (const { from, to } of edges) {
    into.set(to, [...(into.get(to) ?? []), from]);
    outOf.set(from, (outOf.get(from) ?? 0) + 1);
  }
  const byColumn = [...placed].sort(([, one], [, other]) => one.x - other.x).map(([key]) => key);
  for (const key of byColumn) {
    const [from = "", ...others] = into.get(key) ?? [];
    const isLink = others.length === 0 && outOf.get(from) === 1;
    if (isLink || containers.has(key)) hang(placed, { key, from });
  }
}

/** Brings the head of one box to the line of another, if it covers nothing there. */
function hang(placed: Map<string, Box>, { key, from }: { key: string; from: string }): void {
  const box = placed.get(key);
  const before = placed.get(from);
  if (!box || !before) return;
  const hung = { ...box, y: before.y };
  const covers = [...placed].some(([other, there]) => other !== key && overlaps(hung, there));
  if (!covers) placed.set(key, hung);
}

/** Whether more exits lead above the exit before them than below it. */
function leadsUpwards(edges: WorkflowDocument["edges"], centre: (key: string) => Point | undefined): boolean {
  const last = new Map<string, Point>();
  let balance = 0;
  for (const { from, to } of edges) {
    const here = centre(to);
    const before = last.get(from);
    if (here && before && before.x === here.x) balance += Math.sign(before.y - here.y);
    if (here) last.set(from, here);
  }
  return balance > 0;
}
