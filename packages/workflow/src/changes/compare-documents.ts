import { meaningOf } from "../document/meaning.ts";
import { sameMeaning } from "../document/same-meaning.ts";
import type { WorkflowDocument, WorkflowEdge } from "../document/schema.ts";
import { edgeName } from "./elements.ts";
import { type Change, findChanges } from "./find-changes.ts";
import { renamesOf, withKeysOf } from "./follow-renames.ts";
import type { Place } from "./place.ts";

/** What became of a node, as one word: `moved` is said only when nothing else happened to it. */
export type NodeState = "added" | "removed" | "changed" | "moved";

export interface NodeComparison {
  /** Its key, or `trigger`. */
  readonly key: string;
  readonly state: NodeState;
  /** Its settings that are others, their places counted from the node. Empty for one that is added, removed or moved. */
  readonly changes: Change[];
  /** It also stands elsewhere. */
  readonly moved: boolean;
}

/** Two documents side by side, ready to be shown. */
export interface Comparison {
  /** The trigger first, then in the order of the newer document, at last what it has no more. */
  readonly nodes: NodeComparison[];
  readonly edges: { readonly edge: WorkflowEdge; readonly state: "added" | "removed" }[];
  /** Name, description, mode and settings of the workflow. */
  readonly workflow: Change[];
  /** Notes on the canvas. */
  readonly notes: Change[];
  /** Nothing that an execution or a reader would notice. */
  readonly sameMeaning: boolean;
  readonly same: boolean;
}

/** How `after` differs from `before`. A node that was only given another key is one that changed, at its new key. */
export function compareDocuments(older: WorkflowDocument, after: WorkflowDocument): Comparison {
  const { steps } = renamesOf(older, after);
  const before = withKeysOf(after, older);
  const renamed = [...steps].map(
    ([from, to]): Change => ({ at: ["nodes", to, "key"], before: from, after: to }),
  );
  const changes = [...renamed, ...findChanges(before, after)];
  const edges: Comparison["edges"][number][] = [];
  const workflow: Change[] = [];
  const notes: Change[] = [];
  const ofNodes = new Map<string, Change[]>();
  const moved = new Set<string>();
  const ofNode = (key: string, change: Change, depth: number) => {
    const own = { ...change, at: change.at.slice(depth) };
    ofNodes.set(key, [...(ofNodes.get(key) ?? []), own]);
  };
  for (const change of changes) {
    const [root, second, third] = change.at;
    if (root === "nodes" && typeof second === "string") ofNode(second, change, 2);
    else if (root === "trigger") ofNode("trigger", change, 1);
    else if (root === "edges") edges.push(...edgesOf(change));
    // How much of a container is shown is for the one who draws, not for who compares.
    else if (root === "layout" && second === "folded") continue;
    else if (root === "layout" && (second === "notes" || second === undefined)) notes.push(change);
    else if (root === "layout") for (const key of movedBy(change, third)) moved.add(key);
    else workflow.push(change);
  }
  if (notes.some(({ at }) => at.length === 1)) {
    // A layout that was not there at all: every place in it is new.
    for (const key of Object.keys({ ...before.layout?.nodes, ...after.layout?.nodes })) moved.add(key);
  }
  const keys = new Set(["trigger", ...Object.keys(after.nodes), ...Object.keys(before.nodes)]);
  const nodes = [...keys].flatMap((key): NodeComparison[] => {
    const own = ofNodes.get(key) ?? [];
    if (own.length === 0) {
      return moved.has(key) ? [{ key, state: "moved", changes: [], moved: true }] : [];
    }
    if (key !== "trigger" && !Object.hasOwn(before.nodes, key))
      return [{ key, state: "added", changes: [], moved: false }];
    if (key !== "trigger" && !Object.hasOwn(after.nodes, key))
      return [{ key, state: "removed", changes: [], moved: false }];
    return [{ key, state: "changed", changes: own, moved: moved.has(key) }];
  });
  const onlyNotes = notes.filter(({ at }) => at.length > 1 || hasNotes(before) || hasNotes(after));
  const meansTheSame =
    (nodes.every(({ state }) => state === "moved") && edges.length === 0 && workflow.length === 0) ||
    sameMeaning(meaningOf(older), meaningOf(after));
  const same = meansTheSame && nodes.length === 0 && onlyNotes.length === 0;
  return { nodes, edges, workflow, notes: onlyNotes, sameMeaning: meansTheSame, same };
}

/** Edges have no order that means anything, and how a port is spelled is no other edge. */
function edgesOf(change: Change): Comparison["edges"][number][] {
  if ("order" in change) return [];
  // Edges that cannot be told apart are compared as one list; the shape of a document lets two be alike.
  if (change.at.length === 1) {
    const was = (change.before ?? []) as WorkflowEdge[];
    const is = (change.after ?? []) as WorkflowEdge[];
    return [
      ...was.filter((edge) => !includes(is, edge)).map((edge) => ({ edge, state: "removed" as const })),
      ...is.filter((edge) => !includes(was, edge)).map((edge) => ({ edge, state: "added" as const })),
    ];
  }
  if (change.at.length > 2) return [];
  if (change.before === undefined) return [{ edge: change.after as WorkflowEdge, state: "added" }];
  return change.after === undefined ? [{ edge: change.before as WorkflowEdge, state: "removed" }] : [];
}

function includes(edges: readonly WorkflowEdge[], wanted: WorkflowEdge): boolean {
  return edges.some((edge) => edgeName(edge) === edgeName(wanted));
}

function movedBy(change: Change, key: Place[number] | undefined): readonly string[] {
  if (typeof key === "string") return [key];
  if ("order" in change) return [];
  return Object.keys({ ...(change.before as object), ...(change.after as object) });
}

function hasNotes({ layout }: WorkflowDocument): boolean {
  return (layout?.notes.length ?? 0) > 0;
}
