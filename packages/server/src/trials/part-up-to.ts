import type { WorkflowDocument } from "@sluice/workflow/document";

export interface Part {
  /** The document with nothing in it but the node and what leads to it. */
  readonly document: WorkflowDocument;
  /** Keys of the containers around the node, the innermost first. */
  readonly around: readonly string[];
}

/**
 * The part of a document that decides what a node gets: the nodes from which a way leads to it or to a container around
 * it, whole bodies of containers on the way, its own body where it is a container. Undefined: there is no such node.
 */
export function partUpTo(document: WorkflowDocument, node: string): Part | undefined {
  if (!Object.hasOwn(document.nodes, node)) return undefined;
  const parentOf = (key: string) => document.nodes[key]?.parent;
  const around: string[] = [];
  for (let at = parentOf(node); at !== undefined && !around.includes(at); at = parentOf(at)) around.push(at);
  const before = new Set([node, ...around]);
  for (const key of before) {
    for (const { from, to } of document.edges) if (to === key && from !== "trigger") before.add(from);
  }
  const open = new Set(around);
  const isKept = (key: string): boolean => {
    if (before.has(key)) return true;
    for (let at = parentOf(key); at !== undefined; at = parentOf(at)) {
      if (before.has(at)) return !open.has(at);
    }
    return false;
  };
  const nodes = Object.fromEntries(Object.entries(document.nodes).filter(([key]) => isKept(key)));
  const kept = (key: string) => key === "trigger" || Object.hasOwn(nodes, key);
  const edges = document.edges.filter(({ from, to }) => kept(from) && kept(to));
  return { document: { ...document, nodes, edges }, around };
}
