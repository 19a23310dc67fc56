import { create } from "zustand";

/** Where the browser remembers which sections of the panel are folded. */
const storageKey = "sluice-trigger-sections";

interface Folded {
  /** What holds for a section that is not named in `others`. */
  readonly all: boolean;
  /** Sections of which the opposite holds. */
  readonly others: readonly string[];
}

interface FoldedSections extends Folded {
  set(section: string, folded: boolean): void;
  setAll(folded: boolean): void;
}

/** Which sections of the trigger panel are folded: kept in this browser. */
export const useFoldedSections = create<FoldedSections>()((set, get) => {
  const keep = (next: Folded) => {
    set(next);
    try {
      localStorage.setItem(storageKey, JSON.stringify({ all: next.all, others: next.others }));
    } catch {
      // A browser that keeps nothing folds all the same.
    }
  };
  return {
    ...read(),
    set(section, folded) {
      const { all, others } = get();
      const rest = others.filter((one) => one !== section);
      keep({ all, others: folded === all ? rest : [...rest, section] });
    },
    setAll: (folded) => keep({ all: folded, others: [] }),
  };
});

export function isFolded({ all, others }: Folded, section: string): boolean {
  return others.includes(section) ? !all : all;
}

function read(): Folded {
  try {
    const kept = JSON.parse(localStorage.getItem(storageKey) ?? "{}");
    const others = Array.isArray(kept.others)
      ? kept.others.filter((one: unknown) => typeof one === "string")
      : [];
    return { all: kept.all === true, others };
  } catch {
    return { all: false, others: [] };
  }
}
