import { useReducedMotion } from "@mantine/hooks";
import { definitions } from "@sluice/nodes/definitions";
import type { CanvasNote, WorkflowDocument } from "@sluice/workflow/document";
import { type FitViewOptions, useReactFlow, useStore, useStoreApi } from "@xyflow/react";
import { useEffect, useLayoutEffect, useRef } from "react";
import { headHeight } from "../../document/card-size.ts";
import { boundsOf, boxesOf, boxOfNote } from "../../document/frames.ts";
import { foldsOf } from "../../document/nesting.ts";
import { useOpenDocument, useOpenDocumentStore } from "../../document/open-document-context.ts";
import { openingViewport } from "./opening.ts";
import { panelsOver } from "./panels-over.ts";

/** Room between a card and the border of the canvas, in pixels of the window. */
const margin = 24;

/** Pans just so far that what was added or pasted, or came back by undo, is in sight; of what is larger, its beginning. */
export function useKeepInSight(): void {
  const document = useOpenDocument((state) => state.document);
  const { nodes: selected, notes: selectedNotes } = useOpenDocument((state) => state.selection);
  const { getViewport, setViewport } = useReactFlow();
  const flow = useStoreApi();
  const still = useReducedMotion();
  const seen = useRef(document);

  useEffect(() => {
    const before = seen.current;
    seen.current = document;
    const isNew = (key: string) => Object.hasOwn(document.nodes, key) && !Object.hasOwn(before.nodes, key);
    const boxes = boxesOf(document, definitions);
    const newNotes = notesOf(document).filter(
      ({ id }) => selectedNotes.includes(id) && !notesOf(before).some((one) => one.id === id),
    );
    const added = selected.filter(isNew).flatMap((key) => boxes.get(key) ?? []);
    const box = boundsOf([...added, ...newNotes.map(boxOfNote)]);
    const { width, height, domNode } = flow.getState();
    if (!box || width === 0) return;
    const { x, y, zoom } = getViewport();
    const left = box.x * zoom + x;
    const top = box.y * zoom + y;
    const right = left + box.width * zoom;
    const dx = outside({ from: left, to: right }, { first: margin, last: width - margin });
    const { first, last } = freeBetween(domNode, { from: left + dx, to: right + dx, height });
    const dy = outside({ from: top, to: top + Math.max(box.height, headHeight * 2) * zoom }, { first, last });
    if (dx === 0 && dy === 0) return;
    void setViewport({ x: x + dx, y: y + dy, zoom }, { duration: still ? 0 : 250 });
  }, [document, selected, selectedNotes, flow, getViewport, setViewport, still]);
}

/**
 * Shows the drawing where it opens, as soon as there is a canvas. React Flow's own first fit comes some frames later, the
 * more the larger the drawing is, and would take it away from its trigger.
 */
export function useOpenAtTrigger(padding: NonNullable<FitViewOptions["padding"]>): void {
  const ready = useStore((state) => state.panZoom !== null && state.width > 0 && state.height > 0);
  const open = useOpenDocumentStore();
  const { setViewport } = useReactFlow();
  const flow = useStoreApi();
  const done = useRef(false);
  useLayoutEffect(() => {
    if (!ready || done.current) return;
    done.current = true;
    const { document } = open.getState();
    const boxes = boxesOf(document, definitions);
    const { hidden } = foldsOf(document);
    const drawn = [...boxes].flatMap(([key, box]) => (hidden.has(key) ? [] : [box]));
    const notes = notesOf(document).map(boxOfNote);
    const trigger = boxes.get("trigger");
    const bounds = boundsOf([...drawn, ...notes]);
    if (!trigger || !bounds) return;
    const { width, height } = flow.getState();
    void setViewport(openingViewport({ bounds, trigger, canvas: { width, height }, padding }));
  }, [ready, open, flow, padding, setViewport]);
}

/** What stood half-way up stays there while the executions open or close below the canvas. */
export function useKeepMiddle(): void {
  const { getViewport, setViewport } = useReactFlow();
  const height = useStore((state) => state.height);
  const before = useRef(0);
  useEffect(() => {
    const old = before.current;
    before.current = height;
    if (old === 0 || height === 0 || old === height) return;
    const { x, y, zoom } = getViewport();
    void setViewport({ x, y: y + (height - old) / 2, zoom });
  }, [height, getViewport, setViewport]);
}

/** From where to where nothing lies over a stretch of the drawing: between the tools above and below it, and the map. */
function freeBetween(
  drawing: Element | null,
  { from, to, height }: { from: number; to: number; height: number },
): { readonly first: number; readonly last: number } {
  if (!drawing) return { first: margin, last: height - margin };
  const border = drawing.getBoundingClientRect();
  const over = (boxes: readonly DOMRect[]) =>
    boxes.filter((box) => box.left - border.left < to && from < box.right - border.left);
  const { top, bottom } = panelsOver(drawing);
  return {
    first: Math.max(margin, ...over(top).map((box) => box.bottom - border.top + margin / 2)),
    last: Math.min(height - margin, ...over(bottom).map((box) => box.top - border.top - margin / 2)),
  };
}

function notesOf({ layout }: WorkflowDocument): readonly CanvasNote[] {
  return layout?.notes ?? [];
}

/** How far to move so that a stretch lies between `first` and `last`, or begins there when it is longer; 0 when it does. */
function outside(
  { from, to }: { from: number; to: number },
  { first, last }: { first: number; last: number },
): number {
  if (from < first || to - from > last - first) return first - from;
  return to > last ? last - to : 0;
}
