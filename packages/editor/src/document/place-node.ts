import type { WorkflowDocument } from "@sluice/workflow/document";
import { cardWidth, columnGap, grid, type Point, type Size } from "./card-size.ts";
import type { Box } from "./frames.ts";
import { nestingOf } from "./nesting.ts";

/** Room between two cards in a row, and below each other. */
const gapX = columnGap;
const gapY = grid * 2;

export function snapped({ x, y }: Point): Point {
  return { x: Math.round(x / grid) * grid, y: Math.round(y / grid) * grid };
}

/** The wanted place, or the first one below it where a card of this size covers no other. */
export function freePlace(boxes: Iterable<Box>, wanted: Point, size: Size): Point {
  const others = [...boxes];
  let place = snapped(wanted);
  for (;;) {
    const hit = others.find((box) => overlaps(box, { ...place, ...size }));
    if (!hit) return place;
    place = snapped({ x: place.x, y: hit.y + hit.height + gapY });
  }
}

export function overlaps(one: Box, other: Box): boolean {
  return (
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height + grid &&
    other.y < one.y + one.height + grid
  );
}

/** A free place to the right of a card. */
export function placeAfter(boxes: ReadonlyMap<string, Box>, key: string, size: Size): Point {
  const box = boxes.get(key);
  const wanted = box ? { x: box.x + box.width + gapX, y: box.y } : { x: 0, y: 0 };
  return freePlace(boxes.values(), wanted, size);
}

/** Where a node goes that is put into an edge, and what must move right to make room for it. */
export function placeInto(given: {
  document: WorkflowDocument;
  boxes: ReadonlyMap<string, Box>;
  edge: { from: string; to: string };
  size: Size;
}): { at: Point; moves: ReadonlyMap<string, Point> } {
  const { document, boxes, edge, size } = given;
  const from = boxes.get(edge.from);
  const to = boxes.get(edge.to);
  if (!from || !to) return { at: { x: 0, y: 0 }, moves: new Map() };
  const start = from.x + from.width + gapX;
  const missing = start + cardWidth + gapX - to.x;
  if (missing <= 0 || to.x < from.x) {
    const middle = { x: (from.x + from.width + to.x - size.width) / 2, y: (from.y + to.y) / 2 };
    return { at: freePlace(boxes.values(), middle, size), moves: new Map() };
  }
  const moves = new Map<string, Point>();
  const { bodyOf } = nestingOf(document);
  for (const key of reachableFrom(document, edge.to)) {
    const box = boxes.get(key);
    if (!box || box.x < start - gapX) continue;
    for (const [moved, at] of shifted(boxes, [key, ...bodyOf(key)], { x: missing, y: 0 }))
      moves.set(moved, at);
  }
  return { at: snapped({ x: start, y: to.y }), moves };
}

/** Where some nodes stand when all move by the same way. */
export function shifted(
  boxes: ReadonlyMap<string, Box>,
  keys: readonly string[],
  by: Point,
): ReadonlyMap<string, Point> {
  return new Map(
    keys.flatMap((key) => {
      const box = boxes.get(key);
      return box ? [[key, { x: Math.round(box.x + by.x), y: Math.round(box.y + by.y) }]] : [];
    }),
  );
}

function reachableFrom(document: WorkflowDocument, first: string): ReadonlySet<string> {
  const next = new Map<string, string[]>();
  for (const { from, to } of document.edges) next.set(from, [...(next.get(from) ?? []), to]);
  const seen = new Set([first]);
  for (const key of seen) for (const follower of next.get(key) ?? []) seen.add(follower);
  return seen;
}
