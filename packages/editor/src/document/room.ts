import type { WorkflowDocument } from "@sluice/workflow/document";
import type { NodeTypes } from "@sluice/workflow/node-contract";
import { applyOperation, type Operation } from "@sluice/workflow/operations";
import type { Point } from "./card-size.ts";
import { type Box, boundsOf, boxesOf } from "./frames.ts";
import { isContainer, nestingOf } from "./nesting.ts";
import { overlaps, shifted } from "./place-node.ts";

/**
 * The operations, and moves that make room for the containers that grow by them: what stands beyond a border that
 * comes nearer goes as far away as the border came, when it would be covered otherwise.
 */
export function withRoom(given: {
  document: WorkflowDocument;
  types: NodeTypes;
  operations: readonly Operation[];
  /** What a container that is new here stands in the place of: the nodes that it now holds. */
  wrapped?: readonly string[];
}): readonly Operation[] {
  const { document, types, operations, wrapped = [] } = given;
  const before = boxesOf(document, types);
  const replaced = boundsOf(wrapped.flatMap((key) => before.get(key) ?? []));
  const all = [...operations];
  let now = all.reduce((current, operation) => applyOperation(current, operation), document);
  // The inner containers first: what they push aside makes the ones around them grow.
  for (const key of nestingOf(now).order.toReversed()) {
    if (!isContainer(now, types, key)) continue;
    const old = before.get(key) ?? replaced;
    const moves = old ? pushed(now, { key, old, boxes: boxesOf(now, types) }) : new Map<string, Point>();
    if (moves.size === 0) continue;
    const move: Operation = { op: "move", nodes: Object.fromEntries(moves) };
    all.push(move);
    now = applyOperation(now, move);
  }
  return all;
}

/** Where the neighbours of a container that grew go. */
function pushed(
  document: WorkflowDocument,
  { key, old, boxes }: { key: string; old: Box; boxes: ReadonlyMap<string, Box> },
): ReadonlyMap<string, Point> {
  const moves = new Map<string, Point>();
  const box = boxes.get(key);
  if (!box) return moves;
  const { parentOf, childrenOf, bodyOf } = nestingOf(document);
  const scope = parentOf(key);
  const neighbours = [...(scope === undefined ? ["trigger"] : []), ...childrenOf(scope)].flatMap((one) => {
    const place = boxes.get(one);
    return one === key || !place ? [] : [{ one, place }];
  });
  const sides = [
    {
      by: { x: box.x + box.width - (old.x + old.width), y: 0 },
      beyond: (it: Box) => it.x >= old.x + old.width,
    },
    {
      by: { x: 0, y: box.y + box.height - (old.y + old.height) },
      beyond: (it: Box) => it.y >= old.y + old.height,
    },
    { by: { x: Math.min(0, box.x - old.x), y: 0 }, beyond: (it: Box) => it.x + it.width <= old.x },
    { by: { x: 0, y: Math.min(0, box.y - old.y) }, beyond: (it: Box) => it.y + it.height <= old.y },
  ];
  sides.forEach(({ by, beyond }, side) => {
    const grew = side < 2 ? by.x + by.y > 0 : by.x + by.y < 0;
    const there = neighbours.filter(({ one, place }) => !moves.has(one) && beyond(place));
    if (!grew || !there.some(({ place }) => overlaps(box, place))) return;
    for (const { one } of there) {
      for (const [moved, at] of shifted(boxes, [one, ...bodyOf(one)], by)) moves.set(moved, at);
    }
  });
  return moves;
}
