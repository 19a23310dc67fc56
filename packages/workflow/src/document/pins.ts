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

/**
 * The document with the pins that `now` has on the same nodes, where it says nothing of pins itself: files never carry them.
 * A node of another type has another output, and loses its pin.
 */
export function withPinsOf(document: WorkflowDocument, now: WorkflowDocument): WorkflowDocument {
  let kept = false;
  const nodes = Object.entries(document.nodes).map(([key, node]): [string, WorkflowNode] => {
    const own = Object.hasOwn(now.nodes, key) ? now.nodes[key] : undefined;
    if (node.pin !== undefined || own?.pin === undefined || own.type !== node.type) return [key, node];
    kept = true;
    return [key, { ...node, pin: own.pin }];
  });
  return kept ? { ...document, nodes: Object.fromEntries(nodes) } : document;
}
