import { definitions } from "@sluice/nodes/definitions";
import type { WorkflowDocument } from "@sluice/workflow/document";
import { boxesOf } from "./frames.ts";
import { nestingOf } from "./nesting.ts";
import { ownField } from "./own-field.ts";
import { freePlace, overlaps } from "./place-node.ts";

/**
 * The document with those boxes of `movable` moved down that cover one for which `stays` says so. A container keeps its
 * place, and its body; so does what the layout does not know.
 */
export function spread(
  document: WorkflowDocument,
  { movable, stays }: { movable: readonly string[]; stays: (key: string) => boolean },
): WorkflowDocument {
  let current = document;
  for (const key of movable) {
    const { layout } = current;
    const boxes = boxesOf(current, definitions);
    const { parentOf, childrenOf } = nestingOf(current);
    const box = boxes.get(key);
    if (!box || !layout || !ownField(layout.nodes, key) || childrenOf(key).length > 0) continue;
    const beside = [...boxes].filter(([other]) => other !== key && parentOf(other) === parentOf(key));
    if (!beside.some(([other, there]) => stays(other) && overlaps(box, there))) continue;
    const { width, height } = box;
    const others = beside.map(([, there]) => there);
    const place = freePlace(others, box, { width, height });
    current = { ...current, layout: { ...layout, nodes: { ...layout.nodes, [key]: place } } };
  }
  return current;
}
