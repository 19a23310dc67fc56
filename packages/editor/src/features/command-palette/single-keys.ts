import { create } from "zustand";

const storageKey = "sluice-single-keys";

/** Whether commands have keys of one sign (`c`, `/`, `?`). Kept in this browser; WCAG 2.1.4 asks for the switch. */
export const useSingleKeys = create<{ readonly on: boolean; set(on: boolean): void }>()((set) => ({
  on: localStorage.getItem(storageKey) !== "off",
  set: (on) => {
    if (on) localStorage.removeItem(storageKey);
    else localStorage.setItem(storageKey, "off");
    set({ on });
  },
}));
