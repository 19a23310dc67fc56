import { type RefObject, useEffect } from "react";
import { useOpenDocumentStore } from "../../document/open-document-context.ts";
import type { Selection } from "../../document/selection.ts";
import { isSelected, noteFlowId, readFlowId } from "../../document/subject.ts";

/**
 * Keys are for what has the focus. When a card has it and others come into the selection (a copy, what was pasted), the focus goes
 * to the first of those: the next key is meant for what the person sees selected.
 */
export function useFocusFollows(root: RefObject<HTMLElement | null>): void {
  const store = useOpenDocumentStore();
  useEffect(
    () =>
      store.subscribe(({ selection }, { selection: before }) => {
        if (selection === before) return;
        const [come] = cardsOf(selection).filter((id) => !cardsOf(before).includes(id));
        const card = document.activeElement?.closest(".react-flow__node");
        if (come === undefined || !card || !root.current?.contains(card)) return;
        if (isSelected(selection, readFlowId(card.getAttribute("data-id") ?? ""))) return;
        root.current.focus({ preventScroll: true });
        // A new card is drawn a moment later; until then the canvas has the focus.
        requestAnimationFrame(() => {
          if (document.activeElement !== root.current) return;
          const shown = root.current?.querySelector<HTMLElement>(
            `.react-flow__node[data-id="${CSS.escape(come)}"]`,
          );
          shown?.focus({ preventScroll: true });
        });
      }),
    [store, root],
  );
}

function cardsOf({ nodes, notes }: Selection): string[] {
  return [...nodes, ...notes.map(noteFlowId)];
}
