/**
 * Whether Escape, pressed in one of the panels, is meant for them: not where it closes a list or a dialog, or gives back
 * what stood in a field (whoever takes the key for that says so).
 */
export function leavesPanel(event: {
  readonly key: string;
  readonly defaultPrevented: boolean;
  readonly target: EventTarget;
  readonly currentTarget: EventTarget & Element;
}): boolean {
  if (event.key !== "Escape" || event.defaultPrevented || !(event.target instanceof Element)) return false;
  // What opens over the page is a part of the panel for React alone.
  if (!event.currentTarget.contains(event.target)) return false;
  return event.target.closest("[role='combobox'][aria-expanded='true']") === null;
}

/** Puts the focus on the card of a node, or on the canvas when it is not drawn or no single node is meant. */
export function focusDrawing(key: string | undefined): void {
  const canvas = document.querySelector<HTMLElement>(".sluice-canvas");
  const card =
    key === undefined
      ? null
      : canvas?.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(key)}"]`);
  (card ?? canvas)?.focus({ preventScroll: true });
}
