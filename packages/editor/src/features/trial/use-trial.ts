import type { Trial } from "@sluice/api/schemas";
import { create } from "zustand";

/** What previews and trials take the place of real requests with. */
export type DataSource =
  | { readonly from: "example" }
  /** `at`: when it was received or queued, RFC 3339. */
  | { readonly from: "delivery" | "execution"; readonly id: string; readonly at: string };

export const theExample: DataSource = { from: "example" };

/** Which data the open workflow is looked at with, and what the last trial came to. */
export interface TrialState {
  readonly source: DataSource;
  readonly trial: Trial | null;
  /** Key of the node that is being tried. */
  readonly running: string | null;
  /** Why the last trial of a node could not be made. */
  readonly failure: { readonly node: string; readonly error: unknown } | null;
  readonly choose: (source: DataSource) => void;
  readonly begin: (node: string) => void;
  readonly end: (came: { readonly trial: Trial } | { readonly error: unknown }) => void;
  /** The trial is not looked at any more. */
  readonly clear: () => void;
  /** Another workflow is opened. */
  readonly forget: () => void;
}

const nothing = { source: theExample, trial: null, running: null, failure: null };

export const useTrial = create<TrialState>()((set) => ({
  ...nothing,
  choose: (source) => set({ source }),
  begin: (node) => set({ running: node, failure: null }),
  end: (came) =>
    set(({ running }) =>
      "trial" in came
        ? { trial: came.trial, running: null }
        : { failure: { node: running ?? "", error: came.error }, running: null },
    ),
  clear: () => set({ trial: null, failure: null }),
  forget: () => set(nothing),
}));
