import type { WorkflowDocument } from "@sluice/workflow/document";
import type { WorkflowsStore } from "../../workflows/store.ts";

/** Puts workflows that may refer to credentials into a store. */
export function workflowPutter(workflows: WorkflowsStore) {
  const draftOf = (document: WorkflowDocument) => {
    return { document, meaning: JSON.stringify(document), newSecrets: [], secretIds: [] };
  };
  return async (given: {
    id: string;
    draft: WorkflowDocument;
    published?: WorkflowDocument;
    trashed?: boolean;
  }): Promise<void> => {
    const { id, draft, published, trashed } = given;
    await workflows.create({ id, hookKey: id, draft: draftOf(published ?? draft), at: 1 });
    if (published) {
      const by = { note: null, by: null, secretIds: [], listening: { kind: "none" } as const };
      await workflows.publish({ id, revision: 1, ...by, at: 2 });
      await workflows.save({ id, revision: 1, draft: draftOf(draft), at: 3 });
    }
    if (trashed) await workflows.trash({ id, at: 4 });
  };
}
