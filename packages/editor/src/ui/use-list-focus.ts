import { type RefObject, useEffect, useRef } from "react";

const takesFocus = "input:not([type='hidden']), textarea, [contenteditable='true'], button:not([disabled])";
const ownEntries = ":scope > [data-entry], :scope > ul > [data-entry]";

export interface ListFocus<Root extends HTMLElement> {
  /** Around the entries (`data-entry`) and the button that adds one (`data-add`). */
  readonly root: RefObject<Root | null>;
  /** The next time the list is drawn, the first field of the entry that stands at this place, else the button, has the focus. */
  readonly focusAt: (index: number) => void;
}

/** Keeps the focus in a list whose entries come and go: whoever works with the keyboard stays where the work is. */
export function useListFocus<Root extends HTMLElement>(): ListFocus<Root> {
  const root = useRef<Root>(null);
  const wanted = useRef<number | null>(null);
  useEffect(() => {
    const index = wanted.current;
    if (index === null || !root.current) return;
    wanted.current = null;
    const entries = root.current.querySelectorAll(ownEntries);
    const entry = entries[Math.min(index, entries.length - 1)];
    const add = root.current.querySelectorAll<HTMLElement>("[data-add]");
    (entry?.querySelector<HTMLElement>(takesFocus) ?? add[add.length - 1])?.focus();
  });
  return {
    root,
    focusAt: (index) => {
      wanted.current = index;
    },
  };
}
