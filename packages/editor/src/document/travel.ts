import type { StepLabel } from "./history.ts";
import type { OpenDocument } from "./open-document.ts";
import { type Unfinished, unfinishedAt } from "./unfinished.ts";

type Known = Pick<OpenDocument, "history" | "unfinished" | "takenBack">;

/** The text in a JSON field that undo takes back: typed since the last step of the history. */
export function undoneText({ history, unfinished }: Known): Unfinished | undefined {
  const last = unfinished.at(-1);
  return last && last.steps >= history.past.length ? last : undefined;
}

/** The text that redo puts back. */
export function redoneText({ history, unfinished, takenBack }: Known): Unfinished | undefined {
  const last = takenBack.at(-1);
  if (!last || last.steps !== history.past.length) return undefined;
  return unfinishedAt(unfinished, last.at) ? undefined : last;
}

const typing: StepLabel = { key: "typing" };

/** What undo would take back now; undefined: there is nothing. */
export function undoLabel(known: Known): StepLabel | undefined {
  return undoneText(known) ? typing : known.history.past.at(-1)?.label;
}

/** What redo would do again now; undefined: there is nothing. */
export function redoLabel(known: Known): StepLabel | undefined {
  return redoneText(known) ? typing : known.history.future.at(-1)?.label;
}
