import type { WorkflowDocument, WorkflowNode } from "./schema.ts";

/** What a step answers in trials of the draft. */
export type Pin = NonNullable<WorkflowNode["pin"]>;

/** Largest output that is pinned, in characters of its JSON text: pins are saved with every draft. */
export const maxPinLength = 256 * 1024;

/** The document as it may be frozen: pins are for trials of the draft and hold data of the past. */
export function withoutPins(document: WorkflowDocument): WorkflowDocument {
  const entries = Object.entries(document.nodes);
  if (entries.every(([, { pin }]) => pin === undefined)) return document;
  const nodes = Object.fromEntries(entries.map(([key, { pin: _, ...node }]) => [key, node]));
  return { ...document, nodes };
}
