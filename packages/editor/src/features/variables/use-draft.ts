import { type KeyboardEvent, useState } from "react";
import type { FieldProblem } from "./variable-problems.ts";

export interface Draft {
  readonly text: string;
  /** What is wrong with what is typed, or with what is stored. */
  readonly problem: FieldProblem | null;
  readonly onChange: (text: string) => void;
  readonly onBlur: () => void;
  /** Enter takes over, Escape gives back what was there. */
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

/**
 * A field whose text reaches the document only when it is good: on leaving it or with Enter. A bad text stays in
 * the field with what is wrong with it, and the document keeps what it had.
 */
export function useDraft(given: {
  readonly value: string;
  readonly problemOf: (text: string) => FieldProblem | null;
  readonly commit: (text: string) => void;
}): Draft {
  const { value, problemOf, commit } = given;
  const [draft, setDraft] = useState<string | null>(null);
  const text = draft ?? value;
  const take = () => {
    if (draft === null || problemOf(draft) !== null) return;
    setDraft(null);
    if (draft !== value) commit(draft);
  };
  return {
    text,
    problem: problemOf(text),
    onChange: setDraft,
    onBlur: take,
    onKeyDown: (event) => {
      if (event.key === "Enter") take();
      else if (event.key === "Escape" && draft !== null) {
        event.stopPropagation();
        setDraft(null);
      }
    },
  };
}
