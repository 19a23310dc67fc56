import type { WorkflowDocument, WorkflowEdge } from "@sluice/workflow/document";

/** What is selected on the canvas. `nodes` holds keys, `trigger` among them; `edges` and `notes` hold identities. */
export interface Selection {
  readonly nodes: readonly string[];
  readonly edges: readonly string[];
  readonly notes: readonly string[];
}

export const nothingSelected: Selection = { nodes: [], edges: [], notes: [] };

export function selectNode(key: string): Selection {
  return { ...nothingSelected, nodes: [key] };
}

/** The port of an edge, `out` where it is left out. */
export function portOf(edge: WorkflowEdge): string {
  return edge.port ?? "out";
}

/** Identity of an edge: a port leads to a node once at most, so its three parts name it for life. */
export function edgeId(edge: WorkflowEdge): string {
  return `${edge.from}:${portOf(edge)}>${edge.to}`;
}

/** The selection without what the document no longer has; the same object when all is still there. */
export function keepExisting(selection: Selection, document: WorkflowDocument): Selection {
  const edges = new Set(document.edges.map(edgeId));
  const notes = new Set((document.layout?.notes ?? []).map((note) => note.id));
  const kept: Selection = {
    nodes: selection.nodes.filter((key) => key === "trigger" || Object.hasOwn(document.nodes, key)),
    edges: selection.edges.filter((id) => edges.has(id)),
    notes: selection.notes.filter((id) => notes.has(id)),
  };
  const all =
    kept.nodes.length === selection.nodes.length &&
    kept.edges.length === selection.edges.length &&
    kept.notes.length === selection.notes.length;
  return all ? selection : kept;
}
