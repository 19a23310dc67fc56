import { create } from "zustand";

/** The note that is being written on the canvas: opened by a double click, by Enter, or because it is new. */
export const useEditedNote = create<{ readonly id: string | null; edit(id: string | null): void }>()(
  (set) => ({ id: null, edit: (id) => set({ id }) }),
);
