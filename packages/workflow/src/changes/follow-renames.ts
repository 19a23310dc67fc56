import { sameMeaning } from "../document/same-meaning.ts";
import type { WorkflowDocument } from "../document/schema.ts";
import type { JsonObject } from "../node-contract/json.ts";
import { renameReferences } from "../operations/references.ts";
import { renameKey } from "../operations/rename-key.ts";
import { edgeName } from "./elements.ts";

interface Sides {
  readonly base: WorkflowDocument;
  readonly mine: WorkflowDocument;
  readonly theirs: WorkflowDocument;
}

interface Followed extends Sides {
  /** Nodes that both renamed, each otherwise: all three have them by the other side's key. */
  readonly disputed: readonly DisputedKey[];
}

export interface DisputedKey {
  readonly base: string;
  readonly mine: string;
  readonly theirs: string;
}

/** New names by the old ones. */
export interface Renames {
  readonly steps: ReadonlyMap<string, string>;
  readonly variables: ReadonlyMap<string, string>;
}

/**
 * The three with every node at the key, and every text reading nodes and variables by the names, that one of the sides has
 * given them. So what the other side did to a node is done to it under its new key, what it wrote with an old name goes on
 * reading what it meant, and what only followed a rename is no edit that collides with another.
 */
export function withRenamesFollowed({ base, mine, theirs }: Sides): Followed {
  const [my, their] = [renamesOf(base, mine), renamesOf(base, theirs)];
  const [fromMe, fromThem] = [without(my, their, theirs), without(their, my, mine)];
  const both = [...my.steps].flatMap(([from, own]): DisputedKey[] => {
    const other = their.steps.get(from);
    return other === undefined ? [] : [{ base: from, mine: own, theirs: other }];
  });
  const toTheirs = { steps: new Map(both.map((key) => [key.mine, key.theirs])), variables: new Map() };
  const fromBoth = { steps: new Map(both.map((key) => [key.base, key.theirs])), variables: new Map() };
  return {
    base: follow(follow(follow(base, fromMe), fromThem), fromBoth),
    mine: follow(follow(mine, fromThem), toTheirs),
    theirs: follow(theirs, fromMe),
    disputed: both.filter((key) => key.mine !== key.theirs),
  };
}

/** The older document with its nodes at the keys that the newer one has given them. */
export function withKeysOf(after: WorkflowDocument, before: WorkflowDocument): WorkflowDocument {
  return follow(before, { steps: renamesOf(before, after).steps, variables: new Map() });
}

function follow(document: WorkflowDocument, { steps, variables }: Renames): WorkflowDocument {
  const moved = [...steps].reduce((now, [from, to]) => atKey(now, { from, to }), document);
  return [...variables].reduce((now, [from, to]) => renameReferences(now, { trigger: { from, to } }), moved);
}

/** A side that has removed the node may read it all the same. */
function atKey(document: WorkflowDocument, { from, to }: { from: string; to: string }): WorkflowDocument {
  if (from === to) return document;
  return Object.hasOwn(document.nodes, from)
    ? renameKey(document, { op: "rename-key", from, to })
    : renameReferences(document, { steps: { from, to } });
}

/** What both have renamed is a matter between the two; a key that the other side has given to a node is taken there. */
function without(renames: Renames, others: Renames, other: WorkflowDocument): Renames {
  const only = (own: ReadonlyMap<string, string>, theirs: ReadonlyMap<string, string>) =>
    [...own].filter(([from]) => !theirs.has(from));
  return {
    steps: new Map(only(renames.steps, others.steps).filter(([, to]) => !Object.hasOwn(other.nodes, to))),
    variables: new Map(only(renames.variables, others.variables)),
  };
}

/** What `side` has renamed of `base`. */
export function renamesOf(base: WorkflowDocument, side: WorkflowDocument): Renames {
  return {
    steps: pairs(missing(base.nodes, side.nodes), missing(side.nodes, base.nodes), (from, to) =>
      likeness(base, side, { from, to }),
    ),
    variables: renamedVariables(base, side),
  };
}

function missing(here: object, there: object): string[] {
  return Object.keys(here).filter((key) => !Object.hasOwn(there, key));
}

/** The pairs of which neither half has another partner that is as much like it: of those nobody knows which it was. */
function pairs(
  gone: readonly string[],
  fresh: readonly string[],
  likenessOf: (from: string, to: string) => number,
): Map<string, string> {
  const found = gone.flatMap((from) =>
    fresh.flatMap((to) => {
      const like = likenessOf(from, to);
      return like > 0 ? [{ from, to, like }] : [];
    }),
  );
  const isAlone = (pair: (typeof found)[number]) =>
    found.every(
      (one) => one === pair || (one.from !== pair.from && one.to !== pair.to) || one.like < pair.like,
    );
  return new Map(found.filter(isAlone).map(({ from, to }) => [from, to]));
}

/**
 * How sure it is that a node was only given another key; 0: it is another node. A rename leaves the type, and at least two of
 * the shown name, where the box stands, all that it is set to, and how it is connected: the same person may have edited it too.
 */
function likeness(
  base: WorkflowDocument,
  side: WorkflowDocument,
  { from, to }: { from: string; to: string },
): number {
  const [was, is] = [base.nodes[from], side.nodes[to]];
  if (!was || !is || was.type !== is.type) return 0;
  const place = base.layout?.nodes[from];
  const renamed = renameReferences({ ...base, nodes: { [from]: was } }, { steps: { from, to } }).nodes[from];
  const edges = edgesOf(base, from);
  const same = [
    was.name === is.name,
    place !== undefined && sameMeaning(place, side.layout?.nodes[to]),
    sameMeaning(renamed?.config, is.config),
    edges.length > 0 && sameMeaning(edges, edgesOf(side, to)),
  ].filter(Boolean).length;
  return same >= 2 ? same : 0;
}

/** How a node is connected, without its own key. */
function edgesOf({ edges }: WorkflowDocument, key: string): string[] {
  const other = (end: string) => (end === key ? "" : end);
  return edges
    .filter(({ from, to }) => from === key || to === key)
    .map((edge) => edgeName({ ...edge, from: other(edge.from), to: other(edge.to) }))
    .sort();
}

/** Variables that are taken from the same place under another key. */
function renamedVariables(base: WorkflowDocument, side: WorkflowDocument): Map<string, string> {
  const [was, is] = [rowsOf(base), rowsOf(side)];
  return pairs(
    [...was.keys()].filter((key) => !is.has(key)),
    [...is.keys()].filter((key) => !was.has(key)),
    (from, to) => (was.get(from) === is.get(to) ? 1 : 0),
  );
}

/** By key, from where each variable is taken. */
function rowsOf({ trigger: { config } }: WorkflowDocument): Map<string, string> {
  const rows = Array.isArray(config.variables) ? config.variables : [];
  return new Map(
    rows.flatMap((row): [string, string][] => {
      if (typeof row !== "object" || row === null || Array.isArray(row)) return [];
      const { key, from, path }: JsonObject = row;
      return typeof key === "string" ? [[key, JSON.stringify([from ?? null, path ?? null])]] : [];
    }),
  );
}
