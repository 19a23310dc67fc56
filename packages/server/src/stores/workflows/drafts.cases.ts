import type { WorkflowDocument } from "@sluice/workflow/document";
import type { DraftInput, WorkflowsStore } from "./store.ts";

/** A workflow of that name that does nothing. */
export function emptyDocument(name: string): WorkflowDocument {
  return { format: 1, name, mode: "async", trigger: { type: "webhook", config: {} }, nodes: {}, edges: [] };
}

export function emptyDraft(name: string): DraftInput {
  return { document: emptyDocument(name), meaning: `meaning of ${name}`, newSecrets: [], secretIds: [] };
}

export function createEmpty(store: WorkflowsStore, id: string, { name = id, at = 1000 } = {}) {
  return store.create({ id, hookKey: `key-${id}`, draft: emptyDraft(name), at });
}
