import type { WorkflowDocument } from "@sluice/workflow/document";
import type { NodeTypes } from "@sluice/workflow/node-contract";
import { noteSize, type Point } from "./card-size.ts";
import { type Edit, moveEdit } from "./edits.ts";
import { type Box, boundsOf, boxesOf } from "./frames.ts";
import { outermost } from "./nesting.ts";
import type { Selection } from "./selection.ts";
import { noteFlowId, noteIdOf } from "./subject.ts";

export const arrangements = [
  "alignLeft",
  "alignCentre",
  "alignRight",
  "alignTop",
  "alignMiddle",
  "alignBottom",
  "distributeAcross",
  "distributeDown",
] as const;
export type Arrangement = (typeof arrangements)[number];

/** How many things it takes: between two there is nothing to distribute. */
export function needed(arrangement: Arrangement): number {
  return arrangement.startsWith("align") ? 2 : 3;
}

/** The boxes of what is selected, by identity on the canvas; what stands in a selected container goes with it. */
export function selectedBoxes(
  document: WorkflowDocument,
  types: NodeTypes,
  selection: Selection,
): ReadonlyMap<string, Box> {
  const boxes = boxesOf(document, types);
  const found = new Map<string, Box>();
  for (const key of outermost(document, selection.nodes)) {
    const box = boxes.get(key);
    if (box) found.set(key, box);
  }
  for (const { id, x, y, width, height } of document.layout?.notes ?? []) {
    if (!selection.notes.includes(id)) continue;
    found.set(noteFlowId(id), {
      ...noteSize,
      ...(width ? { width } : {}),
      ...(height ? { height } : {}),
      x,
      y,
    });
  }
  return found;
}

/** Lines up what is selected, or spreads it with equal gaps. Null when too little is selected or nothing would move. */
export function arrangeEdit(given: {
  document: WorkflowDocument;
  types: NodeTypes;
  selection: Selection;
  arrangement: Arrangement;
}): Edit | null {
  const { document, types, selection, arrangement } = given;
  const boxes = selectedBoxes(document, types, selection);
  const bounds = boundsOf([...boxes.values()]);
  if (bounds === undefined || boxes.size < needed(arrangement)) return null;
  const places = arrangement.startsWith("align")
    ? new Map([...boxes].map(([id, box]) => [id, aligned(box, bounds, arrangement)]))
    : spread(boxes, arrangement === "distributeAcross" ? across : down);
  return moveTo(document, types, { boxes, places });
}

/** Moves what is selected by a way, as arrow keys do. Null when nothing is selected. */
export function nudgeEdit(
  document: WorkflowDocument,
  types: NodeTypes,
  { selection, by }: { selection: Selection; by: Point },
): Edit | null {
  const boxes = selectedBoxes(document, types, selection);
  const places = new Map([...boxes].map(([id, { x, y }]) => [id, { x: x + by.x, y: y + by.y }]));
  return moveTo(document, types, { boxes, places });
}

function moveTo(
  document: WorkflowDocument,
  types: NodeTypes,
  { boxes, places }: { boxes: ReadonlyMap<string, Box>; places: ReadonlyMap<string, Point> },
): Edit | null {
  const nodes = new Map<string, Point>();
  const notes = new Map<string, Point>();
  for (const [id, { x, y }] of places) {
    const box = boxes.get(id);
    const at = { x: Math.round(x), y: Math.round(y) };
    if (box?.x === at.x && box.y === at.y) continue;
    const note = noteIdOf(id);
    if (note === null) nodes.set(id, at);
    else notes.set(note, at);
  }
  return nodes.size + notes.size === 0 ? null : moveEdit(document, types, { nodes, notes });
}

function aligned(box: Box, bounds: Box, arrangement: Arrangement): Point {
  const { x, y } = box;
  switch (arrangement) {
    case "alignLeft":
      return { x: bounds.x, y };
    case "alignCentre":
      return { x: bounds.x + (bounds.width - box.width) / 2, y };
    case "alignRight":
      return { x: bounds.x + bounds.width - box.width, y };
    case "alignTop":
      return { x, y: bounds.y };
    case "alignMiddle":
      return { x, y: bounds.y + (bounds.height - box.height) / 2 };
    default:
      return { x, y: bounds.y + bounds.height - box.height };
  }
}

/** One direction: where a box begins in it, how long it is, and the box moved there. */
interface Axis {
  readonly from: (box: Box) => number;
  readonly length: (box: Box) => number;
  readonly at: (box: Box, from: number) => Point;
}
const across: Axis = { from: ({ x }) => x, length: ({ width }) => width, at: ({ y }, x) => ({ x, y }) };
const down: Axis = { from: ({ y }) => y, length: ({ height }) => height, at: ({ x }, y) => ({ x, y }) };

/** Equal gaps between the first and the last, which stay where they are. */
function spread(boxes: ReadonlyMap<string, Box>, axis: Axis): ReadonlyMap<string, Point> {
  const sorted = [...boxes].sort(
    ([, one], [, other]) =>
      axis.from(one) + axis.length(one) / 2 - (axis.from(other) + axis.length(other) / 2),
  );
  const first = sorted[0]?.[1];
  const last = sorted.at(-1)?.[1];
  if (!first || !last) return new Map();
  const total = sorted.reduce((sum, [, box]) => sum + axis.length(box), 0);
  const room = axis.from(last) + axis.length(last) - axis.from(first) - total;
  const gap = room / (sorted.length - 1);
  let at = axis.from(first);
  return new Map(
    sorted.map(([id, box]) => {
      const place = axis.at(box, at);
      at += axis.length(box) + gap;
      return [id, place];
    }),
  );
}
