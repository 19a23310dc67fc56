import { applyChanges, type Change, findChanges } from "@sluice/workflow/changes";
import type { WorkflowDocument } from "@sluice/workflow/document";
import type { MomentRow } from "./store.ts";

/** Saves of one person with less than this between them are one moment, in milliseconds: autosave writes at every rest. */
const restMs = 2 * 60 * 1000;
/** However steadily somebody works, what is this old can be had back. */
const longestMs = 10 * 60 * 1000;
/** Moments that are kept as changes in a row, so that finding one is quick. */
export const longestChain = 100;

export interface MomentSave {
  readonly at: number;
  readonly by: string | null;
  /** The draft is replaced as a whole: what stood there before is a moment, however fresh. */
  readonly apart: boolean;
}

/** Whether a save goes on with the moment that is open. */
export function goesOn(open: MomentRow, { at, by, apart }: MomentSave): boolean {
  return !apart && by === open.savedBy && at - open.savedAt < restMs && at - open.begunAt < longestMs;
}

/** A moment's content: all of the document, or what makes it of the next newer moment's. */
type Content =
  | { readonly document: WorkflowDocument }
  | { readonly newer: number; readonly changes: readonly Change[] };

/** What the text of a whole document begins with: by it the database tells both apart without reading them. */
export const wholeMark = '{"document":';

export function wholeContent(document: WorkflowDocument): string {
  return JSON.stringify({ document } satisfies Content);
}

/** The text of a moment once a newer one is kept whole: its changes from that, where they are shorter. */
export function contentBeside(
  text: string,
  newer: { readonly revision: number; readonly document: WorkflowDocument },
): string {
  const content = JSON.parse(text) as Content;
  if (!("document" in content)) return text;
  const changes = findChanges(newer.document, content.document);
  const told = JSON.stringify({ newer: newer.revision, changes } satisfies Content);
  return told.length < text.length ? told : text;
}

/**
 * Whether a moment stays whole although a newer one is: what was kept as changes before it is as long as it is, or too many.
 * So all of them together take about twice their changes. `older` are its elders, the next first.
 */
export function staysWhole(
  text: string,
  older: readonly { readonly bytes: number; readonly whole: boolean }[],
): boolean {
  const last = older.findIndex(({ whole }) => whole);
  const chain = last === -1 ? older : older.slice(0, last);
  return chain.length >= longestChain || chain.reduce((sum, { bytes }) => sum + bytes, 0) >= text.length;
}

/**
 * The document of a moment, from its own row and the newer ones up to the first that is whole, or to the draft itself
 * (null). Undefined: one of them is gone.
 */
export function documentOf(
  rows: readonly { readonly revision: number; readonly content: string | null }[],
  draft: WorkflowDocument,
): WorkflowDocument | undefined {
  const chain: Extract<Content, { newer: number }>[] = [];
  for (const { revision, content: text } of rows) {
    const wanted = chain.at(-1)?.newer;
    if (wanted !== undefined && wanted !== revision) return undefined;
    const content: Content = text === null ? { document: draft } : (JSON.parse(text) as Content);
    if ("document" in content) {
      return chain.reduceRight((document, { changes }) => applyChanges(document, changes), content.document);
    }
    chain.push(content);
  }
  return undefined;
}
