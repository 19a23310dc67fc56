import type { WantedEdge } from "./rules.ts";
import { edgeId, nothingSelected, type Selection } from "./selection.ts";

/** One thing of the drawing that a gesture or a key is about. */
export type Subject =
  /** The trigger counts as a node, with the key `trigger`. */
  | { readonly kind: "node"; readonly key: string }
  | { readonly kind: "edge"; readonly edge: WantedEdge }
  /** An exit that leads nowhere yet. */
  | { readonly kind: "exit"; readonly from: string; readonly port: string }
  | { readonly kind: "note"; readonly id: string };

/** The canvas's identity of a note: apart from keys of nodes, which hold no colon. */
export function noteFlowId(id: string): string {
  return `note:${id}`;
}

/** The note with an identity of the canvas; null: it is the identity of a node. */
export function noteIdOf(flowId: string): string | null {
  return flowId.startsWith("note:") ? flowId.slice("note:".length) : null;
}

/** What a card or note of the canvas shows, by its identity there. */
export function readFlowId(id: string): Subject {
  const note = noteIdOf(id);
  return note === null ? { kind: "node", key: id } : { kind: "note", id: note };
}

/** The parts of an edge by its identity: keys and ports hold neither `:` nor `>`. */
export function readEdgeId(id: string): WantedEdge {
  const colon = id.indexOf(":");
  const arrow = id.lastIndexOf(">");
  return { from: id.slice(0, colon), port: id.slice(colon + 1, arrow), to: id.slice(arrow + 1) };
}

/** A subject as one text, the same for the same thing. */
export function writeSubject(subject: Subject): string {
  switch (subject.kind) {
    case "node":
      return `node ${subject.key}`;
    case "edge":
      return `edge ${edgeId(subject.edge)}`;
    case "exit":
      return `exit ${subject.from}:${subject.port}`;
    case "note":
      return `note ${subject.id}`;
  }
}

/** The inverse of `writeSubject`; null for a text that is none. */
export function readSubject(text: string): Subject | null {
  const space = text.indexOf(" ");
  const rest = text.slice(space + 1);
  switch (text.slice(0, space)) {
    case "node":
      return { kind: "node", key: rest };
    case "edge":
      return { kind: "edge", edge: readEdgeId(rest) };
    case "exit": {
      const colon = rest.indexOf(":");
      return { kind: "exit", from: rest.slice(0, colon), port: rest.slice(colon + 1) };
    }
    case "note":
      return { kind: "note", id: rest };
    default:
      return null;
  }
}

/** The selection that holds one thing alone; of an exit, the node that it belongs to. */
export function selectSubject(subject: Subject): Selection {
  switch (subject.kind) {
    case "node":
      return { ...nothingSelected, nodes: [subject.key] };
    case "exit":
      return { ...nothingSelected, nodes: [subject.from] };
    case "edge":
      return { ...nothingSelected, edges: [edgeId(subject.edge)] };
    case "note":
      return { ...nothingSelected, notes: [subject.id] };
  }
}

/** Whether a thing is part of a selection. */
export function isSelected(selection: Selection, subject: Subject): boolean {
  switch (subject.kind) {
    case "node":
      return selection.nodes.includes(subject.key);
    case "exit":
      return selection.nodes.includes(subject.from);
    case "edge":
      return selection.edges.includes(edgeId(subject.edge));
    case "note":
      return selection.notes.includes(subject.id);
  }
}

/** The selection with a thing put in, or taken out when it was there. */
export function toggled(selection: Selection, subject: Subject): Selection {
  const one = selectSubject(subject);
  const flip = (list: readonly string[], [id]: readonly string[]) =>
    id === undefined ? list : list.includes(id) ? list.filter((other) => other !== id) : [...list, id];
  return {
    nodes: flip(selection.nodes, one.nodes),
    edges: flip(selection.edges, one.edges),
    notes: flip(selection.notes, one.notes),
  };
}
