import { useReactFlow } from "@xyflow/react";
import { type KeyboardEvent, type PointerEvent, type RefObject, useMemo, useRef } from "react";
import { useOpenDocumentStore } from "../../document/open-document-context.ts";
import { selectNode } from "../../document/selection.ts";
import { useEdits } from "./use-edits.ts";
import type { Panels } from "./use-panels.ts";

export interface KeyboardNeeds {
  readonly root: RefObject<HTMLElement | null>;
  readonly panels: Panels;
  readonly onInspect: () => void;
}

/** The keys of the canvas, while the focus is on it and not in a field. Undo and redo belong to the whole editor. */
export function useKeyboard({ root, panels, onInspect }: KeyboardNeeds) {
  const store = useOpenDocumentStore();
  const edits = useEdits();
  const { fitView } = useReactFlow();
  const pointer = useRef<{ x: number; y: number } | null>(null);

  return useMemo(() => {
    const key = (event: KeyboardEvent): (() => void) | undefined => {
      const command = event.metaKey || event.ctrlKey;
      const focused = event.target instanceof Element ? event.target.closest(".react-flow__node") : null;
      const focusedKey = focused?.getAttribute("data-id");
      const onPane = event.target === root.current;
      switch (event.key) {
        case "Delete":
        case "Backspace":
          return command ? undefined : edits.removeSelected;
        case "/":
          return command ? undefined : () => openPalette();
        case "Tab":
          // Only after a click into the empty canvas: whoever tabs from node to node goes on doing so.
          return onPane && pointer.current && !event.shiftKey ? () => openPalette() : undefined;
        case "a":
          return command ? edits.selectAll : undefined;
        case "d":
          return command ? edits.duplicate : undefined;
        case "Enter":
          if (!focusedKey || focusedKey.startsWith("note:")) return undefined;
          return () => {
            store.select(selectNode(focusedKey));
            onInspect();
          };
        case "0":
          return command ? undefined : () => void fitView({ padding: 0.2, maxZoom: 1 });
        case "c":
          return !command && focusedKey ? () => panels.openConnect(focusedKey) : undefined;
        case "g":
          return command || !store.getState().selection.nodes.some((one) => one !== "trigger")
            ? undefined
            : () => panels.openWrap(placeOf(focused));
        case "m":
          return command || store.getState().selection.nodes.length === 0 ? undefined : panels.openMove;
        default:
          return undefined;
      }
    };
    const openPalette = () => {
      if (pointer.current) panels.openQuickAdd(pointer.current);
      else panels.openAtCentre();
    };
    return {
      onKeyDown: (event: KeyboardEvent) => {
        if (isField(event.target)) return;
        const act = key(event);
        if (!act) return;
        event.preventDefault();
        event.stopPropagation();
        act();
      },
      onPointerMove: (event: PointerEvent) => {
        pointer.current = { x: event.clientX, y: event.clientY };
      },
      onPointerLeave: () => {
        pointer.current = null;
      },
      onPointerDown: (event: PointerEvent) => {
        const pane = event.target instanceof Element && event.target.classList.contains("react-flow__pane");
        if (pane) root.current?.focus({ preventScroll: true });
      },
    };
  }, [edits, fitView, onInspect, panels, root, store]);
}

/** Whether keys typed here belong to a field. */
export function isField(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest("input, textarea, select, [contenteditable='true'], [role='dialog'], [role='menu']") !==
      null
  );
}

/** Below a card, in the window. */
function placeOf(card: Element | null): { x: number; y: number } | undefined {
  const box = card?.getBoundingClientRect();
  return box ? { x: box.left + 16, y: box.top + 48 } : undefined;
}
