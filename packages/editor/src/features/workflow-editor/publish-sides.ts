import { type WorkflowDocument, withoutPins } from "@sluice/workflow/document";

/**
 * What runs now and what would run, as publishing sees them: it leaves pins out, and no delivery notices where a box stands,
 * so that both are drawn where the draft is.
 */
export function publishSides(
  published: WorkflowDocument,
  draft: WorkflowDocument,
): { before: WorkflowDocument; after: WorkflowDocument } {
  const layout = {
    nodes: { ...published.layout?.nodes, ...draft.layout?.nodes },
    notes: draft.layout?.notes ?? [],
  };
  return { before: { ...published, layout }, after: { ...withoutPins(draft), layout } };
}
