import { definitions } from "@sluice/nodes/definitions";
import { type Merged, type MergeGiven, mergeDocuments } from "@sluice/workflow/changes";
import type { WorkflowDocument } from "@sluice/workflow/document";
import { boxesOf } from "./frames.ts";
import { nestingOf } from "./nesting.ts";
import { freePlace, overlaps } from "./place-node.ts";

/** The edits of both sides in one draft, where no new box of mine covers a new one of theirs. */
export function mergeDrafts(given: MergeGiven): Merged {
  const merged = mergeDocuments(given);
  const { base, mine, theirs } = given;
  if (base === null) return merged;
  const isNew = ({ nodes }: WorkflowDocument) =>
    Object.keys(nodes).filter((key) => !Object.hasOwn(base.nodes, key));
  const ours = isNew(mine).map((key) => merged.renamed.get(key) ?? key);
  return { ...merged, document: apart(merged.document, ours, new Set(isNew(theirs))) };
}

/** Both were put behind the same node, in the same free place: mine goes below. A container keeps its place, and its body. */
function apart(
  document: WorkflowDocument,
  ours: readonly string[],
  theirs: ReadonlySet<string>,
): WorkflowDocument {
  let current = document;
  for (const key of ours) {
    const { layout } = current;
    const boxes = boxesOf(current, definitions);
    const { parentOf, childrenOf } = nestingOf(current);
    const box = boxes.get(key);
    if (!box || !layout?.nodes[key] || theirs.has(key) || childrenOf(key).length > 0) continue;
    const beside = [...boxes].filter(([other]) => other !== key && parentOf(other) === parentOf(key));
    if (!beside.some(([other, there]) => theirs.has(other) && overlaps(box, there))) continue;
    const { width, height } = box;
    const others = beside.map(([, there]) => there);
    const place = freePlace(others, box, { width, height });
    current = { ...current, layout: { ...layout, nodes: { ...layout.nodes, [key]: place } } };
  }
  return current;
}
