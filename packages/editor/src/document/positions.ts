import type { WorkflowDocument } from "@sluice/workflow/document";
import {
  cardWidth,
  columnGap,
  frameHeadHeight,
  framePadding,
  grid,
  headHeight,
  type Point,
  portRowHeight,
  type Size,
  triggerSize,
} from "./card-size.ts";
import { nestingOf } from "./nesting.ts";
import { tidy } from "./tidy.ts";

export type { Point };

const columnStep = cardWidth + columnGap;
const rowStep = grid * 10;
/** From the upper border of a container to the first card in it. */
const firstRow = frameHeadHeight([]) + framePadding / 2;

/**
 * Where every node and the trigger stand, from the canvas's corner, also in a container. Nodes that the layout does not
 * know (made by the API or an import) get a place by their distance from the trigger, below what is already in that
 * column, or below their neighbours in the container; nothing is stored.
 */
export function positionsOf(document: WorkflowDocument): ReadonlyMap<string, Point> {
  const known = document.layout?.nodes ?? {};
  const keys = ["trigger", ...Object.keys(document.nodes)];
  const positions = new Map<string, Point>();
  for (const key of keys) {
    const place = Object.hasOwn(known, key) ? known[key] : undefined;
    if (place) positions.set(key, place);
  }
  if (positions.size === keys.length) return positions;
  if (positions.size === 0) return laidOut(document);
  const depths = depthsOf(document);
  const origin = positions.get("trigger") ?? { x: 0, y: 0 };
  const lowest = new Map<number, number>();
  const { order, parentOf, childrenOf } = nestingOf(document);
  for (const key of ["trigger", ...order]) {
    if (positions.has(key)) continue;
    const parent = parentOf(key);
    if (parent !== undefined) {
      const around = positions.get(parent) ?? origin;
      const beside = childrenOf(parent).flatMap((child) => positions.get(child) ?? []);
      const left = Math.min(
        ...beside.map(({ x }) => x),
        ...(beside.length > 0 ? [] : [around.x + framePadding]),
      );
      const below = Math.max(...beside.map(({ y }) => y + rowStep), around.y + firstRow);
      positions.set(key, { x: left, y: below });
      continue;
    }
    const x = origin.x + (depths.get(key) ?? 0) * columnStep;
    const taken = [...positions.values()].filter((place) => Math.abs(place.x - x) < cardWidth);
    const below = Math.max(lowest.get(x) ?? origin.y, ...taken.map((place) => place.y + rowStep));
    positions.set(key, { x, y: below });
    lowest.set(x, below + rowStep);
  }
  return positions;
}

const layouts = new WeakMap<
  WorkflowDocument["nodes"],
  { edges: unknown; places: ReadonlyMap<string, Point> }
>();

/** A layout for a document that has none at all, remembered while its nodes and edges stay. */
function laidOut(document: WorkflowDocument): ReadonlyMap<string, Point> {
  const known = layouts.get(document.nodes);
  if (known?.edges === document.edges) return known.places;
  const boxes = new Map<string, Point & Size>([["trigger", { x: 0, y: 0, ...triggerSize }]]);
  for (const key of Object.keys(document.nodes)) {
    // Without the node types only the exits in use are known: near enough to keep cards apart.
    const exits = new Set(document.edges.flatMap((edge) => (edge.from === key ? [edge.port ?? "out"] : [])));
    const rows = exits.size > 1 || !exits.has("out") ? exits.size + 1 : 0;
    boxes.set(key, { x: 0, y: 0, width: cardWidth, height: headHeight + rows * portRowHeight });
  }
  const places = tidy(document, boxes);
  layouts.set(document.nodes, { edges: document.edges, places });
  return places;
}

/** Longest way from the trigger, in edges; 1 for nodes that nothing leads to. Cycles are cut. */
function depthsOf(document: WorkflowDocument): ReadonlyMap<string, number> {
  const into = new Map<string, string[]>();
  for (const { from, to } of document.edges) into.set(to, [...(into.get(to) ?? []), from]);
  const depths = new Map<string, number>([["trigger", 0]]);
  const open = new Set<string>();
  const depthOf = (key: string): number => {
    const known = depths.get(key);
    if (known !== undefined) return known;
    if (open.has(key)) return 0;
    open.add(key);
    const depth = 1 + Math.max(0, ...(into.get(key) ?? []).map(depthOf));
    open.delete(key);
    depths.set(key, depth);
    return depth;
  };
  for (const key of Object.keys(document.nodes)) depthOf(key);
  return depths;
}
