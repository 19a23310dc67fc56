import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { useOpenDocument, useOpenDocumentStore } from "../../document/open-document-context.ts";
import type { OutlineRow } from "../../document/outline.ts";
import { isSelected, readSubject } from "../../document/subject.ts";

export interface RovingRow {
  /** The line that has the focus, or gets it when somebody tabs into the tree. */
  readonly current: OutlineRow | undefined;
  readonly at: number;
  focus(id: string): void;
  /** The focus has come to a line by itself. */
  arrived(id: string): void;
}

/**
 * Which line of the tree has the focus. Of `all` lines only `rows` are seen: for one that is folded away, the line that it is
 * folded into has it. Where the line went (deleted, moved), the one that has come to stand in its place
 * takes it; where something was added or pasted from here, what is selected then takes it: so that the next key is heard.
 */
export function useRovingRow(
  tree: RefObject<HTMLElement | null>,
  { rows, all }: { readonly rows: readonly OutlineRow[]; readonly all: readonly OutlineRow[] },
): RovingRow {
  const store = useOpenDocumentStore();
  const [wanted, setWanted] = useState("node trigger");
  const lastAt = useRef(0);
  const wasInside = useRef(false);
  const found = placeOf(wanted, rows, all);
  const at = found === -1 ? Math.min(lastAt.current, rows.length - 1) : found;
  const current = rows[at];
  const currentId = current?.id;

  const focus = useCallback(
    (id: string) => {
      setWanted(id);
      tree.current?.querySelector<HTMLElement>(`[data-subject="${CSS.escape(id)}"]`)?.focus();
    },
    [tree],
  );

  useEffect(() => {
    const note = () => {
      const { activeElement, body } = document;
      // On the body: either nothing has the focus, or the line that had it is gone. The latter keeps what was known.
      if (activeElement !== body) wasInside.current = tree.current?.contains(activeElement) === true;
    };
    document.addEventListener("focusin", note);
    return () => document.removeEventListener("focusin", note);
  }, [tree]);

  useLayoutEffect(() => {
    lastAt.current = at;
    if (currentId === undefined || !wasInside.current || document.activeElement !== document.body) return;
    focus(currentId);
  }, [at, currentId, focus]);

  // Selected by something else than a move in this tree.
  const only = useOpenDocument(({ selection: { nodes, edges, notes } }) =>
    nodes.length === 1 && edges.length + notes.length === 0 ? nodes[0] : undefined,
  );
  const shown = useRef(currentId);
  shown.current = currentId;
  const lines = useRef({ rows, all });
  lines.current = { rows, all };
  useEffect(() => {
    if (only === undefined) return;
    const subject = shown.current === undefined ? null : readSubject(shown.current);
    if (subject && isSelected(store.getState().selection, subject)) return;
    const id = `node ${only}`;
    const seen = lines.current.rows[placeOf(id, lines.current.rows, lines.current.all)];
    if (seen && tree.current?.contains(document.activeElement)) focus(seen.id);
    else setWanted(id);
  }, [only, store, tree, focus]);

  return { current, at, focus, arrived: setWanted };
}

/** Where a line is seen, or else the nearest around it; -1: nowhere. */
function placeOf(wanted: string, rows: readonly OutlineRow[], all: readonly OutlineRow[]): number {
  let id: string | null | undefined = wanted;
  for (; id !== null && id !== undefined; id = all.find((row) => row.id === id)?.parent) {
    const at = rows.findIndex((row) => row.id === id);
    if (at !== -1) return at;
  }
  return -1;
}
