import { create } from "zustand";

/** The container that what is dragged would fall into: kept apart, so that a drag draws one frame again, not all. */
export const useDropTarget = create<{ key: string | null; aim(key: string | null): void }>()((set, get) => ({
  key: null,
  aim: (key) => {
    if (get().key !== key) set({ key });
  },
}));
