import { type KeyboardEvent, useState } from "react";

export interface Draft<Problem> {
  readonly text: string;
  /** What is wrong with what is typed, or with what is stored. */
  readonly problem: Problem | null;
  readonly onChange: (text: string) => void;
  readonly onBlur: () => void;
  /** Enter takes over, Escape gives back what was there. */
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

/** Keeps a refused text beyond the field: it is there again when the field is. */
export interface KeptText {
  readonly text: string | null;
  readonly keep: (text: string | null) => void;
}

/**
 * A field whose text is taken over only when it is good: on leaving it or with Enter. A bad text stays in the field
 * with what is wrong with it, until it is put right or given up.
 */
export function useDraft<Problem>(given: {
  readonly value: string;
  readonly problemOf: (text: string) => Problem | null;
  readonly commit: (text: string) => void;
  /** Left out: a refused text stays only as long as the field. */
  readonly kept?: KeptText;
}): Draft<Problem> {
  const { value, problemOf, commit, kept } = given;
  const [typed, setTyped] = useState<string | null>(null);
  const draft = typed ?? kept?.text ?? null;
  const text = draft ?? value;
  const letGo = () => {
    setTyped(null);
    if (kept && kept.text !== null) kept.keep(null);
  };
  const take = () => {
    if (draft === null) return;
    if (draft !== value && problemOf(draft) !== null) {
      if (kept && kept.text !== draft) kept.keep(draft);
      return;
    }
    letGo();
    if (draft !== value) commit(draft);
  };
  return {
    text,
    problem: problemOf(text),
    onChange: setTyped,
    onBlur: take,
    onKeyDown: (event) => {
      if (event.key === "Enter") take();
      else if (event.key === "Escape" && draft !== null) {
        event.stopPropagation();
        letGo();
      }
    },
  };
}
