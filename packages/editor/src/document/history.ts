import type { WorkflowDocument } from "@sluice/workflow/document";
import type english from "../i18n/en/editor.json";
import { sameMeaning } from "./share-structure.ts";

type Leaves<Texts, Start extends string = ""> = {
  [Key in keyof Texts & string]: Texts[Key] extends string
    ? `${Start}${Key}`
    : Leaves<Texts[Key], `${Start}${Key}.`>;
}[keyof Texts & string];

/** A key of the catalogue under `editor:steps`, so that no step is without words. */
export type StepKey = Leaves<(typeof english)["steps"]>;

/** What a step of the history did, and what it names. */
export interface StepLabel {
  readonly key: StepKey;
  readonly values?: Readonly<Record<string, string | number>>;
}

/** One step: the document as it was on the other side of it. */
interface HistoryEntry {
  readonly document: WorkflowDocument;
  readonly label: StepLabel;
  /** Edits that follow each other with the same group are one step: typing in one field, dragging one box. */
  readonly group?: string | undefined;
}

/** Undo and redo by remembering documents: they share their unchanged parts, so a step costs what it changed. */
export interface History {
  /** Oldest first; the last one is what undo gives back. */
  readonly past: readonly HistoryEntry[];
  /** The last one is what redo gives back. */
  readonly future: readonly HistoryEntry[];
}

export const emptyHistory: History = { past: [], future: [] };

/** Steps kept per workflow. */
export const maxHistorySteps = 200;

/** The history after `before` was edited. What could have been redone is forgotten, as in every drawing tool. */
export function remember(
  history: History,
  before: WorkflowDocument,
  step: { label: StepLabel; group?: string | undefined },
): History {
  const last = history.past.at(-1);
  if (last && step.group !== undefined && last.group === step.group && history.future.length === 0) {
    return history;
  }
  const entry: HistoryEntry = { document: before, label: step.label, group: step.group };
  return { past: [...history.past, entry].slice(-maxHistorySteps), future: [] };
}

/** Ends the group of the last step, so that the next edit is a step of its own. */
export function closeGroup(history: History): History {
  const last = history.past.at(-1);
  if (last?.group === undefined) return history;
  return {
    past: [...history.past.slice(0, -1), { document: last.document, label: last.label }],
    future: history.future,
  };
}

/** A move through the history: the document to show and what the history is then. Null: nothing to undo. */
export type Travel = { readonly document: WorkflowDocument; readonly history: History } | null;

export function undo(history: History, current: WorkflowDocument): Travel {
  const entry = history.past.at(-1);
  if (!entry) return null;
  return {
    document: entry.document,
    history: {
      past: history.past.slice(0, -1),
      future: [...history.future, { document: current, label: entry.label }],
    },
  };
}

export function redo(history: History, current: WorkflowDocument): Travel {
  const entry = history.future.at(-1);
  if (!entry) return null;
  return {
    document: entry.document,
    history: {
      past: [...history.past, { document: current, label: entry.label }],
      future: history.future.slice(0, -1),
    },
  };
}

/** The history with every remembered document replaced by what `change` makes of it. */
export function mapHistory(
  history: History,
  change: (document: WorkflowDocument) => WorkflowDocument,
): History {
  const mapEntry = (entry: HistoryEntry): HistoryEntry => ({ ...entry, document: change(entry.document) });
  return { past: history.past.map(mapEntry), future: history.future.map(mapEntry) };
}

/** Steps that are laid anew on another's edits: each takes a merge. */
const maxRebasedSteps = 60;

/**
 * The history of somebody whose draft has just taken in what another saved: `change` lays each remembered document on that,
 * so that undo takes back one's own steps and never the other's. Steps that then change nothing are gone.
 */
export function rebase(
  { past, future }: History,
  now: WorkflowDocument,
  change: (document: WorkflowDocument) => WorkflowDocument,
): History {
  const laid = (entries: readonly HistoryEntry[]) => {
    const kept: HistoryEntry[] = [];
    let beside = now;
    for (const { document, label } of entries.slice(-maxRebasedSteps).toReversed()) {
      const next = { document: change(document), label };
      if (sameMeaning(next.document, beside)) continue;
      kept.unshift(next);
      beside = next.document;
    }
    return kept;
  };
  return { past: laid(past), future: laid(future) };
}
