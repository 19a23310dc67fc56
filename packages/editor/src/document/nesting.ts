import type { WorkflowDocument } from "@sluice/workflow/document";
import type { NodeDefinition, NodeTypes } from "@sluice/workflow/node-contract";
import { definitionOf } from "./ports.ts";

/**
 * Which node stands in which container. A parent that is not there, and containers that stand in each other (both are
 * saved, with a finding), count as none: everything is drawn somewhere.
 */
export interface Nesting {
  /** The container a node stands in; undefined: none. The trigger stands in none. */
  parentOf(key: string): string | undefined;
  /** What stands directly in a container, in the document's order; `undefined` asks for what stands in none. */
  childrenOf(parent: string | undefined): readonly string[];
  /** Everything in a container, at any depth. */
  bodyOf(key: string): readonly string[];
  /** Every node, each container before what stands in it. */
  readonly order: readonly string[];
}

const known = new WeakMap<WorkflowDocument["nodes"], Nesting>();

export function nestingOf({ nodes }: Pick<WorkflowDocument, "nodes">): Nesting {
  const remembered = known.get(nodes);
  if (remembered) return remembered;
  const parents = new Map<string, string>();
  for (const key of Object.keys(nodes)) {
    const parent = nodes[key]?.parent;
    if (parent !== undefined && Object.hasOwn(nodes, parent) && !leadsBack(nodes, key))
      parents.set(key, parent);
  }
  const children = new Map<string | undefined, string[]>();
  for (const key of Object.keys(nodes)) {
    const parent = parents.get(key);
    const siblings = children.get(parent);
    if (siblings) siblings.push(key);
    else children.set(parent, [key]);
  }
  const childrenOf = (parent: string | undefined) => children.get(parent) ?? [];
  const bodyOf = (key: string): readonly string[] =>
    childrenOf(key).flatMap((child) => [child, ...bodyOf(child)]);
  const order = childrenOf(undefined).flatMap((key) => [key, ...bodyOf(key)]);
  const nesting = { parentOf: (key: string) => parents.get(key), childrenOf, bodyOf, order };
  known.set(nodes, nesting);
  return nesting;
}

/** Whether the containers around a node lead back to it. */
function leadsBack(nodes: WorkflowDocument["nodes"], key: string): boolean {
  const passed = new Set([key]);
  for (let at = nodes[key]?.parent; at !== undefined; at = nodes[at]?.parent) {
    if (passed.has(at)) return true;
    passed.add(at);
  }
  return false;
}

/** Whether a node holds others: by its type, or because some stand in it. */
export function isContainer(
  document: Pick<WorkflowDocument, "nodes">,
  types: NodeTypes,
  key: string,
): boolean {
  const node = document.nodes[key];
  if (!node) return false;
  return (
    definitionOf(types, node.type)?.container !== undefined || nestingOf(document).childrenOf(key).length > 0
  );
}

/** Whether `key` is the container itself or stands in it, at any depth. */
export function standsIn(document: Pick<WorkflowDocument, "nodes">, key: string, container: string): boolean {
  const { parentOf } = nestingOf(document);
  for (let at: string | undefined = key; at !== undefined; at = parentOf(at))
    if (at === container) return true;
  return false;
}

/** Of some nodes those that no other of them holds: what is left goes with its container. */
export function outermost(
  document: Pick<WorkflowDocument, "nodes">,
  keys: Iterable<string>,
): readonly string[] {
  const all = new Set(keys);
  const { parentOf } = nestingOf(document);
  return [...all].filter((key) => {
    for (let at = parentOf(key); at !== undefined; at = parentOf(at)) if (all.has(at)) return false;
    return true;
  });
}

/** The node types that hold others. */
export function containerTypes(types: NodeTypes): readonly NodeDefinition[] {
  return Object.values(types).filter(({ container }) => container !== undefined);
}

const folds = new WeakMap<WorkflowDocument, Folds>();
const nothingFolded: Folds = { folded: new Set(), hidden: new Set() };

/** Which containers are drawn as a card, and which nodes are not drawn because they stand in one. */
interface Folds {
  readonly folded: ReadonlySet<string>;
  readonly hidden: ReadonlySet<string>;
}

export function foldsOf(document: WorkflowDocument): Folds {
  const keys = document.layout?.folded;
  if (!keys || keys.length === 0) return nothingFolded;
  const known = folds.get(document);
  if (known) return known;
  const { childrenOf, bodyOf } = nestingOf(document);
  // One that holds nothing is a card of its own already, and a key may be left over from another document.
  const folded = new Set(keys.filter((key) => childrenOf(key).length > 0));
  const found = { folded, hidden: new Set([...folded].flatMap(bodyOf)) };
  folds.set(document, found);
  return found;
}

/** The node itself, or the outermost folded container around it: what is drawn of it. */
export function shownInstead(document: WorkflowDocument, key: string): string {
  const { parentOf } = nestingOf(document);
  const { folded } = foldsOf(document);
  let shown = key;
  for (let at = parentOf(key); at !== undefined; at = parentOf(at)) if (folded.has(at)) shown = at;
  return shown;
}
