import { create } from "zustand";
import type { StoredWorkflow } from "../../document/gateway.ts";

/** The conflict about which the person wants to decide later; everything stays in this browser until then. */
export const usePutOff = create<{
  readonly conflict: StoredWorkflow | null;
  putOff(conflict: StoredWorkflow | null): void;
}>()((set) => ({ conflict: null, putOff: (conflict) => set({ conflict }) }));
