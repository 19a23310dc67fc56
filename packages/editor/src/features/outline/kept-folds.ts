import { create } from "zustand";

/** Where the browser remembers which lines of the outline are folded, by workflow. */
const storageKey = "sluice-outline-folds";
/** Workflows that are remembered: those that were folded last. */
const mostKept = 100;

type Folds = Readonly<Record<string, boolean>>;

interface KeptFolds {
  /** By workflow and line: whether it is folded. The last changed workflow stands last. */
  readonly folds: Readonly<Record<string, Folds>>;
  set(workflowId: string, line: string, folded: boolean): void;
}

/** What only the outline folds, such as the exits of a node: kept in this browser, for each workflow. */
export const useKeptFolds = create<KeptFolds>()((set, get) => ({
  folds: read(),
  set(workflowId, line, folded) {
    const { [workflowId]: own = {}, ...others } = get().folds;
    const all = Object.entries({ ...others, [workflowId]: { ...own, [line]: folded } });
    const folds = Object.fromEntries(all.slice(-mostKept));
    set({ folds });
    try {
      localStorage.setItem(storageKey, JSON.stringify(folds));
    } catch {
      // A browser that keeps nothing folds all the same.
    }
  },
}));

function read(): KeptFolds["folds"] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(storageKey) ?? "{}");
    return Object.fromEntries(entriesOf(kept).map(([id, lines]) => [id, booleansOf(lines)]));
  } catch {
    return {};
  }
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === "object" && value !== null ? Object.entries(value) : [];
}

function booleansOf(lines: unknown): Folds {
  return Object.fromEntries(
    entriesOf(lines).flatMap(([line, folded]) => (typeof folded === "boolean" ? [[line, folded]] : [])),
  );
}
