import type { WorkflowDocument } from "@sluice/workflow/document";
import { defaultConfig, type Language, type NodeTypes } from "@sluice/workflow/node-contract";
import { keyFor, type Operation } from "@sluice/workflow/operations";
import {
  cardSize,
  cardWidth,
  emptyFrame,
  frameHeadHeight,
  framePadding,
  headHeight,
  type Point,
} from "./card-size.ts";
import { emptied, pinned, setParentEdit } from "./container-edits.ts";
import { type Box, boxesOf, containerAt, headHeightOf } from "./frames.ts";
import { freeName, shownNames } from "./free-name.ts";
import { goingOn, goOnFrom } from "./going-on.ts";
import { nestingOf, outermost } from "./nesting.ts";
import { type NewNode, withSharedCredential } from "./new-node.ts";
import { freePlace, placeAfter, placeInto, shifted, snapped } from "./place-node.ts";
import { definitionOf, portsOf } from "./ports.ts";
import { withRoom } from "./room.ts";
import { refusalOf, type WantedEdge } from "./rules.ts";
import { nothingSelected, portOf, type Selection } from "./selection.ts";
import { tidy } from "./tidy.ts";

/** Operations that together are one step, and what is selected afterwards. */
export interface Edit {
  readonly operations: readonly Operation[];
  readonly select?: Selection;
  /** An answer that ended its branch, and goes on now that something is drawn behind it. */
  readonly goesOn?: string;
}

/** What a new node is joined to: nothing, a container, an exit that it follows, a node that it leads to, or an edge that it stands in. */
export type Joint =
  /** In the container that lies there, if one does. */
  | { readonly kind: "alone"; readonly at: Point }
  | { readonly kind: "inside"; readonly container: string }
  | { readonly kind: "after"; readonly from: string; readonly port: string; readonly at?: Point }
  | { readonly kind: "before"; readonly to: string; readonly at: Point }
  | { readonly kind: "into"; readonly edge: WantedEdge };

/** Adds a node with its type's default config below its own, in a free place. Null for a type that is not known. */
export function addNodeEdit(given: {
  document: WorkflowDocument;
  types: NodeTypes;
  language: Language;
  node: NewNode;
  joint: Joint;
}): Edit | null {
  const { document, types, language, joint } = given;
  const { type } = given.node;
  const definition = definitionOf(types, type);
  if (!definition) return null;
  const wanted = given.node.name ?? definition.title[language];
  const name = freeName(shownNames(document, types, language), wanted);
  const key = keyFor(document, name);
  const parent = scopeOf(document, types, joint);
  const config = { ...defaultConfig(definition), ...withSharedCredential(document, given.node.config ?? {}) };
  const placed = parent === undefined ? {} : { parent };
  // Put into an edge, it stands before something: an answer is then not the end.
  const own = (joint.kind === "into" ? goingOn(types, { type, config }) : undefined) ?? config;
  const node = { type, name, config: own, ...placed };
  const ports = portsOf({ node, types, language });
  const size = definition.container ? emptyFrame : cardSize(ports);
  const boxes = boxesOf(document, types);
  const beside = neighbours(document, boxes, parent);
  const select: Selection = { ...nothingSelected, nodes: [key] };
  const add = { op: "add-node", key, node } as const;
  const exit = joint.kind === "after" ? joint : joint.kind === "into" ? joint.edge : undefined;
  const before = exit ? goOnFrom(document, types, exit) : [];
  const edit = (...operations: Operation[]): Edit => ({
    operations: withRoom({
      document,
      types,
      operations: [...pinned(document, types), ...before, ...operations],
    }),
    select,
    ...(before.length > 0 && exit ? { goesOn: exit.from } : {}),
  });
  switch (joint.kind) {
    case "alone":
      return edit({ ...add, at: freePlace(beside.values(), joint.at, size) });
    case "inside":
      return edit({ ...add, at: placeInside({ document, boxes, beside, container: joint.container, size }) });
    case "after": {
      const { from, port } = joint;
      const at = joint.at ? freePlace(beside.values(), joint.at, size) : placeAfter(beside, from, size);
      return edit({ ...add, at, after: exitOf(from, port) });
    }
    case "before": {
      const exit = ports[0]?.port;
      // Dropped where its exit is meant to be: the card stands left of that.
      const wanted = { x: joint.at.x - size.width, y: joint.at.y - headHeight / 2 };
      const put = { ...add, at: freePlace(beside.values(), wanted, size) };
      if (exit === undefined) return edit(put);
      return edit(put, { op: "connect", ...exitOf(key, exit), to: joint.to });
    }
    case "into": {
      const { at, moves } = placeInto({ document, boxes: beside, edge: joint.edge, size });
      const { from, port, to } = joint.edge;
      const into = { ...add, at, onEdge: { ...exitOf(from, port), to }, exit: ports[0]?.port ?? null };
      return moves.size === 0
        ? edit(into)
        : edit(into, { op: "move", nodes: withBodies(document, boxes, moves) });
    }
  }
}

/** The container that a new node stands in. */
function scopeOf(document: WorkflowDocument, types: NodeTypes, joint: Joint): string | undefined {
  const { parentOf } = nestingOf(document);
  switch (joint.kind) {
    case "alone": {
      const middle = { x: joint.at.x + cardWidth / 2, y: joint.at.y + headHeight / 2 };
      return containerAt({ document, types, at: middle });
    }
    case "inside":
      return joint.container;
    case "after":
      return parentOf(joint.from);
    case "before":
      return parentOf(joint.to);
    case "into":
      return parentOf(joint.edge.to);
  }
}

/** The boxes of one scope: what a new one there must not cover. */
function neighbours(
  document: WorkflowDocument,
  boxes: ReadonlyMap<string, Box>,
  scope: string | undefined,
): ReadonlyMap<string, Box> {
  const { parentOf } = nestingOf(document);
  return new Map(
    [...boxes].filter(([key]) => (scope === undefined || key !== "trigger") && parentOf(key) === scope),
  );
}

/** A place in a container: at its beginning while it is empty, else right of what stands there last. */
function placeInside(given: {
  document: WorkflowDocument;
  boxes: ReadonlyMap<string, Box>;
  beside: ReadonlyMap<string, Box>;
  container: string;
  size: { width: number; height: number };
}): Point {
  const { document, boxes, beside, container, size } = given;
  const last = nestingOf(document).childrenOf(container).at(-1);
  if (last !== undefined) return placeAfter(beside, last, size);
  const frame = boxes.get(container);
  return snapped({
    x: (frame?.x ?? 0) + framePadding,
    y: (frame?.y ?? 0) + frameHeadHeight([]) + framePadding / 2,
  });
}

/** New places of nodes, with those of what the containers among them hold. */
function withBodies(
  document: WorkflowDocument,
  boxes: ReadonlyMap<string, Box>,
  places: ReadonlyMap<string, Point>,
): Record<string, Point> {
  const { bodyOf } = nestingOf(document);
  const all = new Map<string, Point>();
  for (const [key, { x, y }] of places) {
    const box = boxes.get(key);
    const by = { x: x - (box?.x ?? x), y: y - (box?.y ?? y) };
    for (const [inner, at] of shifted(boxes, bodyOf(key), by)) all.set(inner, at);
    all.set(key, { x: Math.round(x), y: Math.round(y) });
  }
  return Object.fromEntries(all);
}

function exitOf(from: string, port: string): { from: string; port?: string } {
  return port === "out" ? { from } : { from, port };
}

/** Moves nodes, the trigger and notes to new places, a container with all that stands in it. */
export function moveEdit(
  document: WorkflowDocument,
  types: NodeTypes,
  places: { nodes: ReadonlyMap<string, Point>; notes: ReadonlyMap<string, Point> },
): Edit {
  const point = ({ x, y }: Point) => ({ x: Math.round(x), y: Math.round(y) });
  const outer = new Set(outermost(document, places.nodes.keys()));
  const moved = new Map([...places.nodes].filter(([key]) => key === "trigger" || outer.has(key)));
  const nodes = withBodies(document, boxesOf(document, types), moved);
  const notes = Object.fromEntries([...places.notes].map(([id, place]) => [id, point(place)]));
  const operations: Operation[] = [...pinned(document, types), { op: "move", nodes, notes }];
  return { operations: withRoom({ document, types, operations }) };
}

/**
 * Drops dragged nodes: into the container that holds the middle of them (`undefined`: none), which may be the one they
 * stand in. `cut`: edges that would have crossed a border and are gone.
 */
export function dropEdit(given: {
  document: WorkflowDocument;
  types: NodeTypes;
  places: { nodes: ReadonlyMap<string, Point>; notes: ReadonlyMap<string, Point> };
  parent: string | undefined;
}): Edit & { readonly cut: number; readonly moved: boolean } {
  const { document, types, places, parent } = given;
  const keys = outermost(
    document,
    [...places.nodes.keys()].filter((key) => key !== "trigger"),
  );
  const into = setParentEdit({
    document,
    types,
    keys,
    parent,
    places: new Map(Object.entries(withBodies(document, boxesOf(document, types), places.nodes))),
  });
  if (into === null) return { ...moveEdit(document, types, places), cut: 0, moved: false };
  const notes = Object.fromEntries(places.notes);
  return {
    operations: [...into.operations, ...(places.notes.size > 0 ? [{ op: "move", notes } as const] : [])],
    cut: into.cut,
    moved: true,
  };
}

/**
 * Takes the selected nodes, edges and notes away, containers with all that stands in them; a node out of a chain leaves a
 * direct edge behind. Null: nothing to take.
 */
export function removeEdit(document: WorkflowDocument, types: NodeTypes, selection: Selection): Edit | null {
  const { bodyOf } = nestingOf(document);
  const outer = outermost(document, selection.nodes).filter((key) => key !== "trigger");
  const keys = outer.flatMap((key) => [key, ...bodyOf(key)]);
  const gone = new Set(keys);
  const chosen = new Set(selection.edges);
  const edges = document.edges.filter((edge) => {
    const id = `${edge.from}:${portOf(edge)}>${edge.to}`;
    return chosen.has(id) && !gone.has(edge.from) && !gone.has(edge.to);
  });
  const stay = emptied(document, types, gone);
  const operations: Operation[] = stay.length > 0 ? [...pinned(document, types), ...stay] : [];
  if (edges.length > 0) operations.push({ op: "disconnect", edges });
  if (keys.length > 0) operations.push({ op: "remove-nodes", keys, bridge: outer.length === 1 });
  if (selection.notes.length > 0) operations.push({ op: "remove-notes", ids: [...selection.notes] });
  const nothing = edges.length + keys.length + selection.notes.length === 0;
  return nothing ? null : { operations, select: nothingSelected };
}

/** Lays everything out anew, left to right. */
export function tidyEdit(document: WorkflowDocument, types: NodeTypes): Edit {
  const places = tidy(document, boxesOf(document, types), (key) => headHeightOf(document, types, key));
  return { operations: [{ op: "move", nodes: Object.fromEntries(places) }] };
}

/** Draws an edge; null when the rules refuse it. */
export function connectEdit(document: WorkflowDocument, types: NodeTypes, wanted: WantedEdge): Edit | null {
  if (refusalOf({ document, types, wanted }) !== null) return null;
  const connect = { op: "connect", ...exitOf(wanted.from, wanted.port), to: wanted.to } as const;
  return andGoOn(document, types, wanted, connect);
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
  return andGoOn(document, types, now, { op: "reconnect", edge: write(edge), now: write(now) });
}

function andGoOn(
  document: WorkflowDocument,
  types: NodeTypes,
  exit: { from: string; port: string },
  operation: Operation,
): Edit {
  const before = goOnFrom(document, types, exit);
  return { operations: [...before, operation], ...(before.length > 0 ? { goesOn: exit.from } : {}) };
}
