import type { WorkflowDocument } from "@sluice/workflow/document";
import { defaultConfig, type Language, type NodeTypes } from "@sluice/workflow/node-contract";
import { type Fragment, fragmentOf, keyFor, type Operation, pastedKeys } from "@sluice/workflow/operations";
import { cardSize, grid } from "./card-size.ts";
import { freeName, shownNames, withFreeNames } from "./free-name.ts";
import { boxesOf, freePlace, placeAfter, placeInto, snapped } from "./place-node.ts";
import { definitionOf, portsOf } from "./ports.ts";
import { type Point, positionsOf } from "./positions.ts";
import { refusalOf, type WantedEdge } from "./rules.ts";
import { nothingSelected, portOf, type Selection } from "./selection.ts";
import { tidy } from "./tidy.ts";

/** Operations that together are one step, and what is selected afterwards. */
export interface Edit {
  readonly operations: readonly Operation[];
  readonly select?: Selection;
}

/** What a new node is joined to: nothing, an exit that it follows, or an edge that it stands in. */
export type Joint =
  | { readonly kind: "alone"; readonly at: Point }
  | { readonly kind: "after"; readonly from: string; readonly port: string; readonly at?: Point }
  | { readonly kind: "into"; readonly edge: WantedEdge };

/** Adds a node of a type with its default config, in a free place. Null for a type that is not known. */
export function addNodeEdit(given: {
  document: WorkflowDocument;
  types: NodeTypes;
  language: Language;
  type: string;
  joint: Joint;
}): Edit | null {
  const { document, types, language, type, joint } = given;
  const definition = definitionOf(types, type);
  if (!definition) return null;
  const name = freeName(shownNames(document, types, language), definition.title[language]);
  const key = keyFor(document, name);
  const node = { type, name, config: defaultConfig(definition) };
  const ports = portsOf({ node, types, language });
  const size = cardSize(ports);
  const boxes = boxesOf(document, types);
  const pin = pinEdit(document);
  const select: Selection = { ...nothingSelected, nodes: [key] };
  const add = { op: "add-node", key, node } as const;
  if (joint.kind === "alone") {
    return { operations: [...pin, { ...add, at: freePlace(boxes.values(), joint.at, size) }], select };
  }
  if (joint.kind === "after") {
    const { from, port } = joint;
    const at = joint.at ? freePlace(boxes.values(), joint.at, size) : placeAfter(boxes, from, size);
    return { operations: [...pin, { ...add, at, after: exitOf(from, port) }], select };
  }
  const { at, moves } = placeInto({ document, boxes, edge: joint.edge, size });
  const { from, port, to } = joint.edge;
  const operations: Operation[] = [
    ...pin,
    { ...add, at, onEdge: { ...exitOf(from, port), to }, exit: ports[0]?.port ?? null },
  ];
  if (moves.size > 0) operations.push({ op: "move", nodes: Object.fromEntries(moves) });
  return { operations, select };
}

function exitOf(from: string, port: string): { from: string; port?: string } {
  return port === "out" ? { from } : { from, port };
}

/** Writes down the places of nodes that have none yet, so that they stay when others move. */
function pinEdit(document: WorkflowDocument): readonly Operation[] {
  const known = document.layout?.nodes ?? {};
  const missing = [...positionsOf(document)].filter(([key]) => !Object.hasOwn(known, key));
  return missing.length === 0 ? [] : [{ op: "move", nodes: Object.fromEntries(missing) }];
}

/** Moves nodes, the trigger and notes to new places. */
export function moveEdit(
  document: WorkflowDocument,
  places: { nodes: ReadonlyMap<string, Point>; notes: ReadonlyMap<string, Point> },
): Edit {
  const point = ({ x, y }: Point) => ({ x: Math.round(x), y: Math.round(y) });
  const nodes = Object.fromEntries([...places.nodes].map(([key, place]) => [key, point(place)]));
  const notes = Object.fromEntries([...places.notes].map(([id, place]) => [id, point(place)]));
  return { operations: [...pinEdit(document), { op: "move", nodes, notes }] };
}

/** Takes the selected nodes, edges and notes away; nodes out of a chain leave a direct edge behind. Null: nothing to take. */
export function removeEdit(document: WorkflowDocument, selection: Selection): Edit | null {
  const keys = selection.nodes.filter((key) => key !== "trigger");
  const gone = new Set(keys);
  const chosen = new Set(selection.edges);
  const edges = document.edges.filter((edge) => {
    const id = `${edge.from}:${portOf(edge)}>${edge.to}`;
    return chosen.has(id) && !gone.has(edge.from) && !gone.has(edge.to);
  });
  const operations: Operation[] = [];
  if (edges.length > 0) operations.push({ op: "disconnect", edges });
  if (keys.length > 0) operations.push({ op: "remove-nodes", keys, bridge: keys.length === 1 });
  if (selection.notes.length > 0) operations.push({ op: "remove-notes", ids: [...selection.notes] });
  return operations.length === 0 ? null : { operations, select: nothingSelected };
}

/** The selected nodes and notes as a piece for the clipboard, places filled in. Null: nothing that can be copied. */
export function copyOf(document: WorkflowDocument, selection: Selection): Fragment | null {
  const keys = selection.nodes.filter((key) => key !== "trigger");
  if (keys.length === 0 && selection.notes.length === 0) return null;
  const fragment = fragmentOf(document, { keys, notes: selection.notes });
  const positions = positionsOf(document);
  const nodes = Object.fromEntries(keys.map((key) => [key, positions.get(key) ?? { x: 0, y: 0 }]));
  return { ...fragment, layout: { ...fragment.layout, nodes } };
}

/** Puts a piece beside what is there: at a place of the canvas, or a little below where it was. */
export function pasteEdit(document: WorkflowDocument, copied: Fragment, at?: Point): Edit {
  const fragment = withFreeNames(document, copied);
  const keys = pastedKeys(document, fragment);
  const corners = [...Object.values(fragment.layout.nodes), ...fragment.layout.notes];
  const corner = { x: Math.min(...corners.map(({ x }) => x)), y: Math.min(...corners.map(({ y }) => y)) };
  const taken = new Set([...positionsOf(document).values()].map(({ x, y }) => `${x} ${y}`));
  let by = at ? snapped({ x: at.x - corner.x, y: at.y - corner.y }) : { x: 0, y: 0 };
  while (corners.some(({ x, y }) => taken.has(`${x + by.x} ${y + by.y}`))) {
    by = { x: by.x + grid * 2, y: by.y + grid * 2 };
  }
  const before = new Set((document.layout?.notes ?? []).map(({ id }) => id));
  const notes = fragment.layout.notes.filter(({ id }) => !before.has(id)).map(({ id }) => id);
  return {
    operations: [...pinEdit(document), { op: "paste", fragment, by }],
    select: { nodes: [...keys.values()], edges: [], notes },
  };
}

/** Lays everything out anew, left to right. */
export function tidyEdit(document: WorkflowDocument, types: NodeTypes): Edit {
  const places = tidy(document, boxesOf(document, types));
  return { operations: [{ op: "move", nodes: Object.fromEntries(places) }] };
}

/** Draws an edge; null when the rules refuse it. */
export function connectEdit(document: WorkflowDocument, types: NodeTypes, wanted: WantedEdge): Edit | null {
  if (refusalOf({ document, types, wanted }) !== null) return null;
  return { operations: [{ op: "connect", ...exitOf(wanted.from, wanted.port), to: wanted.to }] };
}

/** Moves an end of an edge; null when the rules refuse it. */
export function reconnectEdit(given: {
  document: WorkflowDocument;
  types: NodeTypes;
  edge: WantedEdge;
  now: WantedEdge;
}): Edit | null {
  const { document, types, edge, now } = given;
  if (refusalOf({ document, types, wanted: now, replaced: edge }) !== null) return null;
  const write = ({ from, port, to }: WantedEdge) => ({ ...exitOf(from, port), to });
  return { operations: [{ op: "reconnect", edge: write(edge), now: write(now) }] };
}
