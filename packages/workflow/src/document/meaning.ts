import { keepsKeyOrder } from "./key-order.ts";
import { withoutPins } from "./pins.ts";
import type { WorkflowDocument } from "./schema.ts";
import { stableStringify } from "./stable-stringify.ts";

/** A document without its layout and its pins: all that can change what an execution does or what a reader is told. */
export type DocumentMeaning = Omit<WorkflowDocument, "layout">;

/**
 * What a document means: a moved box is not a change since the last version.
 */
export function meaningOf(document: WorkflowDocument): DocumentMeaning {
  const { layout: _, ...meaning } = withoutPins(document);
  return meaning;
}

/** One text for all documents that mean the same: the order of keys is in it only where it is part of the meaning. */
export function meaningText(document: WorkflowDocument): string {
  return stableStringify(meaningOf(document), { keeps: keepsKeyOrder });
}
