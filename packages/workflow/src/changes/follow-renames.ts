import { sameMeaning } from "../document/same-meaning.ts";
import type { WorkflowDocument } from "../document/schema.ts";
import type { JsonObject } from "../node-contract/json.ts";
import { renameReferences } from "../operations/references.ts";

interface Sides {
  readonly base: WorkflowDocument;
  readonly mine: WorkflowDocument;
  readonly theirs: WorkflowDocument;
}

/** New names by the old ones. */
interface Renames {
  readonly steps: ReadonlyMap<string, string>;
  readonly variables: ReadonlyMap<string, string>;
}

/**
 * The three with every text reading nodes and variables by the names that one of the sides has given them. So what the other
 * side wrote with an old name goes on reading what it meant, and a text that only followed a rename is no edit that
 * collides with another. The nodes' keys themselves stay as they are.
 */
export function withRenamesFollowed({ base, mine, theirs }: Sides): Sides {
  const [my, their] = [renamesOf(base, mine), renamesOf(base, theirs)];
  const [fromMe, fromThem] = [without(my, their), without(their, my)];
  return {
    base: follow(follow(base, fromMe), fromThem),
    mine: follow(mine, fromThem),
    theirs: follow(theirs, fromMe),
  };
}

function follow(document: WorkflowDocument, { steps, variables }: Renames): WorkflowDocument {
  const read = steps.size === 0 ? document : renameReferences(document, { steps });
  return [...variables].reduce((now, [from, to]) => renameReferences(now, { trigger: { from, to } }), read);
}

/** What both have renamed is a matter between the two. */
function without(renames: Renames, others: Renames): Renames {
  const only = (own: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>) =>
    new Map([...own].filter(([from]) => !other.has(from)));
  return {
    steps: only(renames.steps, others.steps),
    variables: only(renames.variables, others.variables),
  };
}

function renamesOf(base: WorkflowDocument, side: WorkflowDocument): Renames {
  return {
    steps: pairs(missing(base.nodes, side.nodes), missing(side.nodes, base.nodes), (from, to) =>
      isSameNode(base, side, { from, to }),
    ),
    variables: renamedVariables(base, side),
  };
}

function missing(here: object, there: object): string[] {
  return Object.keys(here).filter((key) => !Object.hasOwn(there, key));
}

/** The pairs of which neither half has another partner: of two that look alike nobody knows which it was. */
function pairs(
  gone: readonly string[],
  fresh: readonly string[],
  isSame: (from: string, to: string) => boolean,
): Map<string, string> {
  const found = gone.flatMap((from) =>
    fresh.flatMap((to) => (isSame(from, to) ? [[from, to] as const] : [])),
  );
  const alone = found.filter(
    ([from, to]) => found.filter(([one, other]) => one === from || other === to).length === 1,
  );
  return new Map(alone);
}

/** A rename leaves the type and the shown name, and where the box stands or all that it is set to. */
function isSameNode(
  base: WorkflowDocument,
  side: WorkflowDocument,
  { from, to }: { from: string; to: string },
): boolean {
  const [was, is] = [base.nodes[from], side.nodes[to]];
  if (!was || !is || was.type !== is.type || was.name !== is.name) return false;
  const place = base.layout?.nodes[from];
  if (place !== undefined && sameMeaning(place, side.layout?.nodes[to])) return true;
  const alone = renameReferences({ ...base, nodes: { [from]: was } }, { steps: { from, to } }).nodes[from];
  return sameMeaning(alone?.config, is.config);
}

/** Variables that are taken from the same place under another key. */
function renamedVariables(base: WorkflowDocument, side: WorkflowDocument): Map<string, string> {
  const [was, is] = [rowsOf(base), rowsOf(side)];
  return pairs(
    [...was.keys()].filter((key) => !is.has(key)),
    [...is.keys()].filter((key) => !was.has(key)),
    (from, to) => was.get(from) === is.get(to),
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
