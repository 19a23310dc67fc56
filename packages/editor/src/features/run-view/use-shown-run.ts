import { create } from "zustand";

/** Which execution the run view of the workflow editor shows. */
export interface ShownRun {
  /** The run view is open. */
  readonly open: boolean;
  /** Null: the list. */
  readonly executionId: string | null;
  readonly setOpen: (open: boolean) => void;
  /** Opens the run view on an execution; with null on the list. */
  readonly show: (executionId: string | null) => void;
  /** Back to the list; whether the run view is open stays. */
  readonly forget: () => void;
}

export const useShownRun = create<ShownRun>()((set) => ({
  open: false,
  executionId: null,
  setOpen: (open) => set({ open }),
  show: (executionId) => set({ executionId, open: true }),
  forget: () => set({ executionId: null }),
}));
