import { sameMeaning } from "../document/same-meaning.ts";
import type { WorkflowDocument, WorkflowEdge } from "../document/schema.ts";
import { freshKey } from "../operations/node-keys.ts";
import { renameKey } from "../operations/rename-key.ts";
import { edgeName } from "./elements.ts";
import { type DisputedKey, renamesOf, withRenamesFollowed } from "./follow-renames.ts";
import { type Conflict, mergeValues, type Side, unknown } from "./merge-values.ts";
import { type Place, placeId } from "./place.ts";

export interface MergeGiven {
  /** What both sides began with; null: it is not known, so that all differences are conflicts. */
  readonly base: WorkflowDocument | null;
  readonly mine: WorkflowDocument;
  readonly theirs: WorkflowDocument;
  /** What was decided, by `placeId`; what is not decided yet counts as theirs. */
  readonly decisions?: ReadonlyMap<string, Side>;
}

export interface Merged {
  readonly document: WorkflowDocument;
  /** What both sides changed to different values. Without any the document holds all edits of both. */
  readonly conflicts: readonly Conflict[];
  /** Keys of my own nodes that had to be changed, because the other side gave the same to another new node. */
  readonly renamed: ReadonlyMap<string, string>;
}

/**
 * One document with the edits of both sides. Pure. No edit gets lost without being named: it is in the document, or a
 * conflict stands at its place (or at the node that it belongs to, where the other side has removed that).
 */
export function mergeDocuments({ base, mine, theirs, decisions = new Map() }: MergeGiven): Merged {
  const apart = base === null ? { mine, renamed: new Map<string, string>() } : keptApart(base, mine, theirs);
  const conflicts = new Map<string, Conflict>();
  const decide = (conflict: Conflict): Side => {
    // Where a box stands goes with the box: about that the person is asked, if at all.
    if (isPlaceOfBox(conflict) && (conflict.mine === undefined || conflict.theirs === undefined))
      return conflict.mine === undefined ? "theirs" : "mine";
    conflicts.set(placeId(conflict.at), conflict);
    return decisions.get(placeId(conflict.at)) ?? "theirs";
  };
  const followed = base === null ? null : withRenamesFollowed({ base, mine: apart.mine, theirs });
  const sides = followed ?? { base: null, mine: apart.mine, theirs };
  const values = { mine: sides.mine, theirs: sides.theirs, base: sides.base ?? unknown };
  let document = mergeValues(values as Parameters<typeof mergeValues>[0], [], {
    decide,
  }) as unknown as WorkflowDocument;
  if (followed !== null) document = withMissed({ ...followed, decide }, document);
  document = withoutLeftovers(document, sides);
  document = withKeysDecided(document, { disputed: followed?.disputed ?? [], decide });
  return { document, conflicts: [...conflicts.values()], renamed: apart.renamed };
}

/** My side, with its new nodes under other keys where the other side gave theirs the same: they are different nodes. */
function keptApart(base: WorkflowDocument, mine: WorkflowDocument, theirs: WorkflowDocument) {
  const renamed = new Map<string, string>();
  const [my, their] = [origins(base, mine), origins(base, theirs)];
  let own = mine;
  for (const key of Object.keys(mine.nodes)) {
    if (Object.hasOwn(base.nodes, key) || !Object.hasOwn(theirs.nodes, key)) continue;
    if (my.get(key) === their.get(key) && (my.has(key) || isSameEdit(mine, theirs, key))) continue;
    const taken = new Set([base, own, theirs].flatMap(({ nodes }) => Object.keys(nodes)));
    const to = freshKey(taken, key);
    own = renameKey(own, { op: "rename-key", from: key, to });
    renamed.set(key, to);
  }
  return { mine: own, renamed };
}

/** By its key in `side`, which node of `base` it was. */
function origins(base: WorkflowDocument, side: WorkflowDocument): ReadonlyMap<string, string> {
  return new Map([...renamesOf(base, side).steps].map(([from, to]) => [to, from]));
}

interface KeysDecided {
  readonly disputed: readonly DisputedKey[];
  readonly decide: (conflict: Conflict) => Side;
}

/** Nodes that both renamed stand at the other side's key; the conflict is named by that, whatever is decided. */
function withKeysDecided(merged: WorkflowDocument, { disputed, decide }: KeysDecided): WorkflowDocument {
  return disputed.reduce((document, { base, mine, theirs }) => {
    if (!Object.hasOwn(document.nodes, theirs)) return document;
    const side = decide({ at: ["nodes", theirs, "key"], base, mine, theirs });
    return side === "mine" ? renameKey(document, { op: "rename-key", from: theirs, to: mine }) : document;
  }, merged);
}

/** A node with how it is connected: two that are alike in both are one edit that both made. */
function isSameEdit(mine: WorkflowDocument, theirs: WorkflowDocument, key: string): boolean {
  const edgesOf = ({ edges }: WorkflowDocument) =>
    edges.flatMap((edge) => (touches(edge, key) ? edgeName(edge) : [])).sort();
  return (
    sameMeaning(mine.nodes[key], theirs.nodes[key], ["nodes", key]) &&
    sameMeaning(edgesOf(mine), edgesOf(theirs))
  );
}

interface MissedGiven {
  readonly base: WorkflowDocument;
  readonly mine: WorkflowDocument;
  readonly theirs: WorkflowDocument;
  readonly decide: (conflict: Conflict) => Side;
}

/** A node that one side removed while the other worked around it: edges drawn to it, nodes put or changed in it. */
function withMissed({ base, mine, theirs, decide }: MissedGiven, merged: WorkflowDocument): WorkflowDocument {
  let document = merged;
  for (const [key, node] of Object.entries(base.nodes)) {
    const inMine = Object.hasOwn(mine.nodes, key);
    const inTheirs = Object.hasOwn(theirs.nodes, key);
    if (inMine === inTheirs) continue;
    const keeper: Side = inMine ? "mine" : "theirs";
    const [kept, gone] = inMine ? [mine, theirs] : [theirs, mine];
    const own = kept.nodes[key];
    if (own === undefined) continue;
    const changed = !sameMeaning(own, node, ["nodes", key]);
    if (!changed && !isWorkedAround({ base, kept, key })) continue;
    const at: Place = ["nodes", key];
    const choice = decide({ at, base: node, [keeper]: own } as Conflict);
    if (choice === keeper) document = withKept({ base, kept, gone, key }, document);
    else if (Object.hasOwn(document.nodes, key)) document = withoutNode(document, key);
  }
  return document;
}

function isWorkedAround(given: { base: WorkflowDocument; kept: WorkflowDocument; key: string }): boolean {
  const { base, kept, key } = given;
  const known = new Set(base.edges.map((edge) => edgeName(edge)));
  return (
    kept.edges.some((edge) => touches(edge, key) && !known.has(edgeName(edge))) ||
    Object.entries(kept.nodes).some(
      ([child, own]) => own.parent === key && !sameMeaning(own, base.nodes[child], ["nodes", child]),
    )
  );
}

/** The node as its keeper has it, with its edges; the edge by which the other side bridged the gap goes again. */
function withKept(
  given: { base: WorkflowDocument; kept: WorkflowDocument; gone: WorkflowDocument; key: string },
  document: WorkflowDocument,
): WorkflowDocument {
  const { base, kept, gone, key } = given;
  const node = kept.nodes[key];
  if (node === undefined) return document;
  const before = new Set(base.edges.filter(({ to }) => to === key).map(({ from }) => from));
  const behind = new Set(base.edges.filter(({ from }) => from === key).map(({ to }) => to));
  const known = new Set([...base.edges, ...kept.edges].map((edge) => edgeName(edge)));
  const bridges = new Set(
    gone.edges
      .filter((edge) => before.has(edge.from) && behind.has(edge.to) && !known.has(edgeName(edge)))
      .map((edge) => edgeName(edge)),
  );
  const others = document.edges.filter((edge) => !touches(edge, key) && !bridges.has(edgeName(edge)));
  const places = kept.layout?.nodes ?? {};
  const place = Object.hasOwn(places, key) ? places[key] : undefined;
  return {
    ...document,
    nodes: { ...document.nodes, [key]: node },
    edges: [...others, ...kept.edges.filter((edge) => touches(edge, key))],
    ...(place && document.layout
      ? { layout: { ...document.layout, nodes: { ...document.layout.nodes, [key]: place } } }
      : {}),
  };
}

function withoutNode(document: WorkflowDocument, key: string): WorkflowDocument {
  const { [key]: _, ...nodes } = document.nodes;
  return { ...document, nodes };
}

/** Without edges, places and containers of nodes that went by the merge. */
function withoutLeftovers(
  document: WorkflowDocument,
  given: Pick<MergeGiven, "base" | "mine" | "theirs">,
): WorkflowDocument {
  const { base, mine, theirs } = given;
  const sides = [mine, theirs];
  const known = new Set([base, ...sides].flatMap((side) => Object.keys(side?.nodes ?? {})));
  const isThere = (key: string) => !known.has(key) || Object.hasOwn(document.nodes, key);
  const nodes = Object.entries(document.nodes).map(([key, node]) => {
    const { parent, ...free } = node;
    if (parent === undefined || isThere(parent)) return [key, node] as const;
    // A side on which the container was missing before the merge is left as it was drawn.
    const missed = sides.some(({ nodes: own }) => own[key]?.parent === parent && !Object.hasOwn(own, parent));
    if (missed) return [key, node] as const;
    return [key, free] as const;
  });
  const { layout } = document;
  return {
    ...document,
    nodes: Object.fromEntries(nodes),
    edges: document.edges.filter(({ from, to }) => isThere(from) && isThere(to)),
    ...(layout && {
      layout: {
        ...layout,
        nodes: Object.fromEntries(Object.entries(layout.nodes).filter(([key]) => isThere(key))),
      },
    }),
  };
}

function isPlaceOfBox({ at }: Conflict): boolean {
  return at[0] === "layout" && at[1] === "nodes" && at.length === 3;
}

function touches({ from, to }: WorkflowEdge, key: string): boolean {
  return from === key || to === key;
}
