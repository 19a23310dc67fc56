import { create } from "zustand";

/** Milliseconds that the insert button of an edge outlives the hover, so that the pointer can reach it. */
const linger = 350;
let timer: ReturnType<typeof setTimeout> | undefined;

/** The edge under the pointer: kept apart from the canvas's state, so that hovering draws one edge again, not all. */
export const useHoveredEdge = create<{ id: string | null; enter(id: string): void; leave(): void }>()(
  (set) => ({
    id: null,
    enter: (id) => {
      clearTimeout(timer);
      set({ id });
    },
    leave: () => {
      clearTimeout(timer);
      timer = setTimeout(() => set({ id: null }), linger);
    },
  }),
);
