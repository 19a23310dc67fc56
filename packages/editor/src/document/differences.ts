import type { WorkflowDocument } from "@sluice/workflow/document";
import { edgeId } from "./selection.ts";
import { sameMeaning } from "./share-structure.ts";

/** How two documents differ, as lists of node keys and edges, for people to see both sides. */
export interface Differences {
  readonly onlyMine: readonly string[];
  readonly onlyTheirs: readonly string[];
  /** Nodes that both have, with different content; `trigger` among them. */
  readonly different: readonly string[];
  /** Edges that only one of them has. */
  readonly edgesMine: number;
  readonly edgesTheirs: number;
  /** Name, description, mode or settings differ. */
  readonly settings: boolean;
  /** Boxes stand elsewhere. */
  readonly layout: boolean;
}

export function differencesOf(mine: WorkflowDocument, theirs: WorkflowDocument): Differences {
  const mineKeys = Object.keys(mine.nodes);
  const theirKeys = Object.keys(theirs.nodes);
  const both = mineKeys.filter((key) => Object.hasOwn(theirs.nodes, key));
  const different = both.filter((key) => !sameMeaning(mine.nodes[key], theirs.nodes[key]));
  if (!sameMeaning(mine.trigger, theirs.trigger)) different.unshift("trigger");
  const mineEdges = new Set(mine.edges.map(edgeId));
  const theirEdges = new Set(theirs.edges.map(edgeId));
  const settingsOf = ({ name, description, mode, settings }: WorkflowDocument) => ({
    name,
    description: description ?? "",
    mode,
    settings: settings ?? {},
  });
  return {
    onlyMine: mineKeys.filter((key) => !Object.hasOwn(theirs.nodes, key)),
    onlyTheirs: theirKeys.filter((key) => !Object.hasOwn(mine.nodes, key)),
    different,
    edgesMine: [...mineEdges].filter((id) => !theirEdges.has(id)).length,
    edgesTheirs: [...theirEdges].filter((id) => !mineEdges.has(id)).length,
    settings: !sameMeaning(settingsOf(mine), settingsOf(theirs)),
    layout: !sameMeaning(mine.layout, theirs.layout),
  };
}
