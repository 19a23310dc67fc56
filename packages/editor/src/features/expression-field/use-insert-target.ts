import { create } from "zustand";

/** A field that can take a variable at its caret. */
export interface InsertTarget {
  readonly id: string;
  /** Writes the expression at the caret, in braces where the field wants them. */
  readonly insert: (expression: string) => void;
}

/** The field that had the focus last: where a click in the variable tree writes. */
export const useInsertTarget = create<{
  target: InsertTarget | null;
  set(target: InsertTarget): void;
  drop(id: string): void;
}>()((set) => ({
  target: null,
  set: (target) => set({ target }),
  drop: (id) => set(({ target }) => (target?.id === id ? { target: null } : {})),
}));

/** What a dragged variable is called in a drag's data; its text is the expression without braces. */
export const variableDragType = "application/x-sluice-expression";
