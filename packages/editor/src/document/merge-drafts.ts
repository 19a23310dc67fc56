import { type Merged, type MergeGiven, mergeDocuments } from "@sluice/workflow/changes";
import type { WorkflowDocument } from "@sluice/workflow/document";
import { spread } from "./spread.ts";

/** The edits of both sides in one draft. Where both put a new box in one place, mine goes below. */
export function mergeDrafts(given: MergeGiven): Merged {
  const merged = mergeDocuments(given);
  const { base, mine, theirs } = given;
  if (base === null) return merged;
  const isNew = ({ nodes }: WorkflowDocument) =>
    Object.keys(nodes).filter((key) => !Object.hasOwn(base.nodes, key));
  const others = new Set(isNew(theirs));
  const movable = isNew(mine)
    .map((key) => merged.renamed.get(key) ?? key)
    .filter((key) => !others.has(key));
  const stays = (key: string) => others.has(key);
  return { ...merged, document: spread(merged.document, { movable, stays }) };
}
