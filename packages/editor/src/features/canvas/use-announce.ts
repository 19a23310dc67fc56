import { create } from "zustand";

/** What was just done, for the live region of the canvas. The counter makes the same sentence heard twice. */
export const useAnnounce = create<{ text: string; count: number; say(text: string): void }>()((set) => ({
  text: "",
  count: 0,
  say: (text) => set(({ count }) => ({ text, count: count + 1 })),
}));
