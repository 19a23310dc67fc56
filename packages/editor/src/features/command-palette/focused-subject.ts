import { readEdgeId, readFlowId, readSubject, type Subject } from "../../document/subject.ts";

/** The thing of the drawing that an element shows, on the canvas or in the outline; null: none. */
export function subjectOf(element: Element | null): Subject | null {
  const shown = element?.closest("[data-subject], .react-flow__node, .react-flow__edge");
  const text = shown?.getAttribute("data-subject");
  if (text) return readSubject(text);
  const id = shown?.getAttribute("data-id");
  if (!id) return null;
  return shown?.matches(".react-flow__edge") ? { kind: "edge", edge: readEdgeId(id) } : readFlowId(id);
}

/** Whether an element is part of the drawing, or nothing at all has the focus (after a drag). */
export function isOnDrawing(element: Element): boolean {
  return element.closest("[data-drawing]") !== null || element === document.body;
}

/** Whether keys typed here belong to a field, a menu or a dialog. */
export function takesKeys(element: Element): boolean {
  return (
    element.closest("input, textarea, select, [contenteditable='true'], [role='dialog'], [role='menu']") !==
    null
  );
}

/** Below the upper left corner of what shows a subject, in the window. */
export function placeBelow(element: Element | null): { x: number; y: number } | undefined {
  const shown = element?.closest("[data-subject], .react-flow__node");
  const box = shown?.getBoundingClientRect();
  return box ? { x: box.left + 16, y: box.top + Math.min(box.height, 48) } : undefined;
}
