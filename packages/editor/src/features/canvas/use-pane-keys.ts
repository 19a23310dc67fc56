import { type KeyboardEvent, type PointerEvent, type RefObject, useMemo } from "react";
import type { Panels } from "./use-panels.ts";

/**
 * What only the empty canvas hears: Tab opens the palette at the pointer, after a click into it (whoever tabs from node
 * to node goes on doing so). All other keys are commands.
 */
export function usePaneKeys(root: RefObject<HTMLElement | null>, panels: Panels) {
  return useMemo(
    () => ({
      onKeyDown: (event: KeyboardEvent) => {
        const pointer = panels.pointer();
        if (event.key !== "Tab" || event.shiftKey || event.target !== root.current || !pointer) return;
        event.preventDefault();
        panels.openQuickAdd(pointer);
      },
      onPointerMove: (event: PointerEvent) => panels.point({ x: event.clientX, y: event.clientY }),
      onPointerLeave: () => panels.point(null),
      onPointerDown: (event: PointerEvent) => {
        const pane = event.target instanceof Element && event.target.classList.contains("react-flow__pane");
        if (pane) root.current?.focus({ preventScroll: true });
      },
    }),
    [panels, root],
  );
}
