import type { WorkflowDocument } from "@sluice/workflow/document";
import type { NodeTypes } from "@sluice/workflow/node-contract";
import { type Fragment, fragmentOf, type Operation, pastedKeys } from "@sluice/workflow/operations";
import { grid } from "./card-size.ts";
import { pinned } from "./container-edits.ts";
import type { Edit } from "./edits.ts";
import { boxesOf } from "./frames.ts";
import { withFreeNames } from "./free-name.ts";
import { nestingOf, outermost } from "./nesting.ts";
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

/** Puts a piece beside what is there: in a container or (`undefined`) in none, a little below where it was. */
export function pasteEdit(given: {
  document: WorkflowDocument;
  types: NodeTypes;
  fragment: Fragment;
  parent: string | undefined;
}): Edit {
  const { document, types, parent } = given;
  const fragment = withFreeNames(document, given.fragment);
  const keys = pastedKeys(document, fragment);
  const corners = [...Object.values(fragment.layout.nodes), ...fragment.layout.notes];
  const taken = new Set([...boxesOf(document, types).values()].map(({ x, y }) => `${x} ${y}`));
  let by = { x: 0, y: 0 };
  while (corners.some(({ x, y }) => taken.has(`${x + by.x} ${y + by.y}`))) {
    by = { x: by.x + grid * 2, y: by.y + grid * 2 };
  }
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
