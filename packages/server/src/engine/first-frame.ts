import type { WorkflowDocument } from "@sluice/workflow/document";

/** The frame of a node in the first iteration of all that stands around it: `each[0]/inner[0]`. */
export function firstFrame(document: WorkflowDocument, key: string): string {
  const { parent } = document.nodes[key] ?? {};
  if (parent === undefined) return "";
  const outer = firstFrame(document, parent);
  return outer === "" ? `${parent}[0]` : `${outer}/${parent}[0]`;
}
