import { useEffect } from "react";
import { useOpenDocumentStore } from "../../document/open-document-context.ts";

/** Undo and redo by keyboard, wherever the focus is: after a drag on the canvas it may be nowhere. */
export function useUndoKeys(): void {
  const store = useOpenDocumentStore();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!(event.metaKey || event.ctrlKey) || event.altKey) return;
      const key = event.key.toLowerCase();
      const back = key === "z" && !event.shiftKey;
      const forward = (key === "z" && event.shiftKey) || key === "y";
      if (!back && !forward) return;
      // A search field or a dialog has an undo of its own; the fields of the document do not.
      if (event.target instanceof Element && event.target.closest("[role='dialog'], [data-own-undo]")) return;
      event.preventDefault();
      if (back) store.undo();
      else store.redo();
    };
    // Before any field sees it.
    window.addEventListener("keydown", onKeyDown, { capture: true });
    return () => window.removeEventListener("keydown", onKeyDown, { capture: true });
  }, [store]);
}
