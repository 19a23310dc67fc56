import type { WorkflowDocument } from "@sluice/workflow/document";
import { createOpenDocument } from "../document/open-document.ts";
import type { OpenWorkflow } from "../document/open-document-context.ts";

/** A workflow that is open, never published, and not saved: for `OpenWorkflowContext`. */
export function openWorkflow(draft: WorkflowDocument): OpenWorkflow {
  const store = createOpenDocument({
    workflow: {
      ...{ id: "wf_1", hookUrl: "https://sluice.example/hooks/k1", hookKey: "k1", revision: 1 },
      ...{ alias: null, aliasUrl: null },
      ...{ published: null, paused: false, changed: true, publishedAt: null },
      updatedAt: "2026-01-01T00:00:00.000Z",
      draft,
    },
  });
  return { store, autosave };
}

const autosave: OpenWorkflow["autosave"] = {
  flush: async () => undefined,
  heard: async () => undefined,
  merge: async () => undefined,
  keepCopy: async () => Promise.reject(new Error("nothing is saved in this test")),
  stop: () => undefined,
};
