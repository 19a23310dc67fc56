import { useEffect } from "react";
import { type CommandId, commandIds, rowOf } from "./command-table.ts";
import { isOnDrawing, placeBelow, subjectOf, takesKeys } from "./focused-subject.ts";
import { isSingleSign, matchesKeys } from "./keys.ts";
import { useSingleKeys } from "./single-keys.ts";
import { hasCommand, runCommand } from "./use-commands.ts";

/** Listens for the keys of all commands, before any field sees them. */
export function useCommandKeys(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const target = event.target instanceof Element ? event.target : document.body;
      if (event.isComposing || event.defaultPrevented) return;
      // A search field or a dialog has an undo of its own; the fields of the document do not.
      if (target.closest("[role='dialog'], [role='menu']")) return;
      const ownUndo = target.closest("[data-own-undo], [role='search'], [type='search']") !== null;
      const quiet = !useSingleKeys.getState().on;
      const id = commandIds.find((one) => {
        const { keys, where, native } = rowOf(one);
        if (ownUndo && isOfHistory(one)) return false;
        if (native || !keys.some((each) => matchesKeys(event, each) && !(quiet && isSingleSign(each))))
          return false;
        return where === "anywhere" || (isOnDrawing(target) && !takesKeys(target));
      });
      if (id === undefined) return;
      // Enter presses a button that has the focus, on a card or in a toolbar.
      if (event.key === "Enter" && target.closest("button, a")) return;
      const done = runCommand(id, { subject: subjectOf(target), at: placeBelow(target), byKeys: true });
      // The browser would undo in the field alone, behind the back of the document, when nothing is left to undo.
      if (!done && !(isOfHistory(id) && hasCommand(id))) return;
      event.preventDefault();
      event.stopPropagation();
    };
    window.addEventListener("keydown", onKeyDown, { capture: true });
    return () => window.removeEventListener("keydown", onKeyDown, { capture: true });
  }, []);
}

function isOfHistory(id: CommandId): boolean {
  return id === "undo" || id === "redo";
}
