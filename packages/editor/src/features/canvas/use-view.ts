import { create } from "zustand";

const storageKey = "sluice-free-placing";

/** How the canvas behaves for this reader; kept in this browser. */
export const useView = create<{ readonly snap: boolean; toggleSnap(): void }>()((set, get) => ({
  snap: localStorage.getItem(storageKey) === null,
  toggleSnap: () => {
    const snap = !get().snap;
    if (snap) localStorage.removeItem(storageKey);
    else localStorage.setItem(storageKey, "on");
    set({ snap });
  },
}));
