import { useReducedMotion } from "@mantine/hooks";
import { definitions } from "@sluice/nodes/definitions";
import { type FitViewOptions, useReactFlow, useStore, useStoreApi } from "@xyflow/react";
import { useEffect, useLayoutEffect, useRef } from "react";
import { headHeight, noteSize } from "../../document/card-size.ts";
import { boundsOf, boxesOf } from "../../document/frames.ts";
import { foldsOf } from "../../document/nesting.ts";
import { useOpenDocument, useOpenDocumentStore } from "../../document/open-document-context.ts";
import { openingViewport } from "./opening.ts";

/** Room between a card and the border of the canvas, in pixels of the window. */
const margin = 24;

/** Pans just so far that what was added or pasted, or came back by undo, is in sight; of what is larger, its beginning. */
export function useKeepInSight(): void {
  const document = useOpenDocument((state) => state.document);
  const selected = useOpenDocument((state) => state.selection.nodes);
  const { getViewport, setViewport } = useReactFlow();
  const flow = useStoreApi();
  const still = useReducedMotion();
  const seen = useRef(document.nodes);

  useEffect(() => {
    const before = seen.current;
    seen.current = document.nodes;
    const added = selected.filter((key) => Object.hasOwn(document.nodes, key) && !Object.hasOwn(before, key));
    const boxes = boxesOf(document, definitions);
    const box = boundsOf(added.flatMap((key) => boxes.get(key) ?? []));
    const { width, height } = flow.getState();
    if (!box || width === 0) return;
    const { x, y, zoom } = getViewport();
    const left = box.x * zoom + x;
    const top = box.y * zoom + y;
    const dx = outside(left, left + box.width * zoom, width);
    const dy = outside(top, top + Math.max(box.height, headHeight * 2) * zoom, height);
    if (dx === 0 && dy === 0) return;
    void setViewport({ x: x + dx, y: y + dy, zoom }, { duration: still ? 0 : 250 });
  }, [document, selected, flow, getViewport, setViewport, still]);
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
    const notes = (document.layout?.notes ?? []).map(
      ({ x, y, width = noteSize.width, height = noteSize.height }) => ({
        ...{ x, y, width, height },
      }),
    );
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

/** How far to move so that a stretch lies within `0` and `limit`, or begins there when it is longer; 0 when it does. */
function outside(from: number, to: number, limit: number): number {
  if (from < margin || to - from > limit - margin * 2) return margin - from;
  return to > limit - margin ? limit - margin - to : 0;
}
