import { withoutPins } from "./pins.ts";
import type { WorkflowDocument } from "./schema.ts";

/** A document without its layout and its pins: all that can change what an execution does or what a reader is told. */
export type DocumentMeaning = Omit<WorkflowDocument, "layout">;

/**
 * What a document means. Two documents mean the same when the `stableStringify` of this is the same text: so a moved
 * box is not a change since the last version, and neither is another order of keys.
 */
export function meaningOf(document: WorkflowDocument): DocumentMeaning {
  const { layout: _, ...meaning } = withoutPins(document);
  return meaning;
}
