import type { WorkflowDocument } from "@sluice/workflow/document";
import type { NodeTypes } from "@sluice/workflow/node-contract";
import { type Fragment, fragmentOf, type Operation, pastedKeys } from "@sluice/workflow/operations";
import { framePadding, type Point } from "./card-size.ts";
import { pinned } from "./container-edits.ts";
import type { Edit } from "./edits.ts";
import { type Box, boundsOf, boxesOf, boxOfNote, headHeightOf } from "./frames.ts";
import { withFreeNames } from "./free-name.ts";
import { nestingOf, outermost } from "./nesting.ts";
import { roomFor } from "./place-group.ts";
import { withRoom } from "./room.ts";
import type { Selection } from "./selection.ts";

/**
 * The selected nodes and notes as a piece for the clipboard, containers with their body, places filled in. Null: nothing
 * that can be copied.
 */
export function copyOf(document: WorkflowDocument, types: NodeTypes, selection: Selection): Fragment | null {
  const { bodyOf } = nestingOf(document);
  const keys = outermost(document, selection.nodes)
    .filter((key) => Object.hasOwn(document.nodes, key))
    .flatMap((key) => [key, ...bodyOf(key)]);
  if (keys.length === 0 && selection.notes.length === 0) return null;
  const fragment = fragmentOf(document, { keys, notes: selection.notes });
  const boxes = boxesOf(document, types);
  const nodes = Object.fromEntries(
    keys.map((key) => [key, { x: boxes.get(key)?.x ?? 0, y: boxes.get(key)?.y ?? 0 }]),
  );
  return { ...fragment, layout: { ...fragment.layout, nodes } };
}

/** Where a piece is meant to go. */
export interface PasteAim {
  /** Where its middle should come to stand. */
  readonly at: Point;
  /** The pointer says so: the container under it takes the piece. */
  readonly pointed: boolean;
  /** What lies over the drawing: nothing may go under it. */
  readonly covered: readonly Box[];
}

/**
 * Puts a piece where it covers nothing: in a container or (`undefined`) in none, as near as can be to where it is meant to
 * go, else to where it was.
 */
export function pasteEdit(given: {
  document: WorkflowDocument;
  types: NodeTypes;
  fragment: Fragment;
  parent: string | undefined;
  aim?: PasteAim | undefined;
}): Edit {
  const { document, types, parent } = given;
  const fragment = withFreeNames(document, given.fragment);
  const keys = pastedKeys(document, fragment);
  const by = placeOfGroup({ ...given, fragment });
  const before = new Set((document.layout?.notes ?? []).map(({ id }) => id));
  const notes = fragment.layout.notes.filter(({ id }) => !before.has(id)).map(({ id }) => id);
  const outer = outermost({ nodes: fragment.nodes }, Object.keys(fragment.nodes)).flatMap(
    (key) => keys.get(key) ?? [],
  );
  const operations: Operation[] = [
    ...pinned(document, types),
    { op: "paste", fragment, by },
    ...(parent === undefined
      ? []
      : outer.map((key): Operation => ({ op: "set-node-options", key, set: { parent } }))),
  ];
  return {
    operations: withRoom({ document, types, operations }),
    select: { nodes: outer, edges: [], notes },
  };
}

/** By how much the whole piece moves. */
function placeOfGroup({ document, types, fragment, parent, aim }: Parameters<typeof pasteEdit>[0]): Point {
  const { nodes, edges, layout } = fragment;
  const piece: WorkflowDocument = { ...document, nodes, edges: [...edges], layout };
  const outer = new Set(outermost(piece, Object.keys(nodes)));
  const own = [...boxesOf(piece, types)].flatMap(([key, box]) => (outer.has(key) ? [box] : []));
  const bounds = boundsOf([...own, ...layout.notes.map(boxOfNote)]);
  if (!bounds) return { x: 0, y: 0 };
  const boxes = boxesOf(document, types);
  const { parentOf } = nestingOf(document);
  const others = [...boxes].flatMap(([key, box]) =>
    parentOf(key) === parent && (parent === undefined || key !== "trigger") ? [box] : [],
  );
  const { width, height } = bounds;
  const frame = parent === undefined ? undefined : boxes.get(parent);
  const first = frame && {
    x: frame.x + framePadding,
    y: frame.y + headHeightOf(document, types, parent ?? "") + framePadding / 2,
  };
  const aimed = aim && { x: aim.at.x - width / 2, y: aim.at.y - height / 2 };
  const inside =
    first &&
    (aim?.pointed && aimed ? { x: Math.max(first.x, aimed.x), y: Math.max(first.y, aimed.y) } : first);
  const wanted = inside ?? aimed ?? bounds;
  const notes = parent === undefined ? (document.layout?.notes ?? []).map(boxOfNote) : [];
  const at = roomFor(
    [...others, ...notes, ...(aim?.covered ?? [])],
    { ...wanted, width, height },
    { onwards: frame !== undefined },
  );
  return { x: at.x - bounds.x, y: at.y - bounds.y };
}
