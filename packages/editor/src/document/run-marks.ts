import { create } from "zustand";
import type { UsedWord } from "./used-data.ts";

/** How the canvas shows what happened to a node in the execution that is looked at. */
export interface NodeMark {
  readonly status: "running" | "waiting" | "succeeded" | "failed" | "skipped" | "cancelled";
  /** Where its output came from, in a trial. */
  readonly used?: UsedWord;
  /** A few characters at the card's edge: time taken, or how many times it ran. Ready for people. */
  readonly note?: string;
}

/** Marks of one execution. Nodes by key (`trigger` among them), edges by `edgeId`. */
export interface RunMarks {
  readonly nodes: Readonly<Record<string, NodeMark>>;
  readonly edges: Readonly<Record<string, "taken" | "not-taken">>;
}

/** What the run view lays over the canvas; null while no execution is looked at. */
export const useRunMarks = create<{ marks: RunMarks | null; show(marks: RunMarks | null): void }>()(
  (set) => ({
    marks: null,
    show: (marks) => set({ marks }),
  }),
);
