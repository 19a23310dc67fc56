import type { WorkflowDocument } from "./schema.ts";

/** A new workflow: a webhook that takes anything, and no nodes. `name` is 1 to 200 characters. */
export function emptyDocument(name: string, mode: WorkflowDocument["mode"]): WorkflowDocument {
  return { format: 1, name, mode, trigger: { type: "webhook", config: {} }, nodes: {}, edges: [] };
}
