import type { WorkflowDocument } from "@sluice/workflow/document";
import type { Language, NodeTypes } from "@sluice/workflow/node-contract";
import { nestingOf } from "./nesting.ts";
import { portsOf } from "./ports.ts";
import { edgeId, portOf } from "./selection.ts";
import { type Subject, writeSubject } from "./subject.ts";

/** What a line shows, before it has its place. */
interface Line {
  readonly subject: Subject;
  readonly port?: string;
}

/** A line of the outline. */
export interface OutlineRow {
  readonly id: string;
  readonly subject: Subject;
  /** From 1. */
  readonly level: number;
  /** Identity of the line that this one stands below; null at the top. */
  readonly parent: string | null;
  /** From 1, among the lines below the same one, of which there are `of`. */
  readonly at: number;
  readonly of: number;
  readonly hasChildren: boolean;
  /** Label of the exit, of an edge or exit of a node that has several. */
  readonly port?: string;
}

/**
 * The document as a tree: the trigger and every node in the order in which they can run, below each its exits with what
 * they lead to, and what stands in it; notes at the end.
 */
export function outlineOf(
  document: WorkflowDocument,
  types: NodeTypes,
  language: Language,
): readonly OutlineRow[] {
  const { childrenOf } = nestingOf(document);
  const rows: OutlineRow[] = [];
  const leaving = new Map<string, { port: string; to: string }[]>();
  const seen = new Set<string>();
  for (const edge of document.edges) {
    if (seen.has(edgeId(edge))) continue;
    seen.add(edgeId(edge));
    const list = leaving.get(edge.from) ?? [];
    list.push({ port: portOf(edge), to: edge.to });
    leaving.set(edge.from, list);
  }
  const knownExits = new Map<string, readonly Line[]>();
  const exitsOf = (key: string): readonly Line[] => {
    const known = knownExits.get(key) ?? findExits(key);
    knownExits.set(key, known);
    return known;
  };
  const findExits = (key: string): readonly Line[] => {
    const node = document.nodes[key];
    const edges = leaving.get(key) ?? [];
    const ports = node
      ? portsOf({ node, types, language, used: edges.map(({ port }) => port) })
      : [{ port: "out", label: "" }];
    return ports.flatMap(({ port, label }): readonly Line[] => {
      const named = ports.length > 1 || port !== "out" ? { port: label } : {};
      const own = edges.filter((edge) => edge.port === port);
      if (own.length === 0) return [{ subject: { kind: "exit" as const, from: key, port }, ...named }];
      return own.map(({ to }) => ({
        subject: { kind: "edge" as const, edge: { from: key, port, to } },
        ...named,
      }));
    });
  };
  const targetsOf = (key: string) =>
    exitsOf(key).flatMap(({ subject }) => (subject.kind === "edge" ? [subject.edge.to] : []));

  const add = (list: readonly Line[], level: number, parent: string | null): void => {
    list.forEach(({ subject, port }, index) => {
      const id = writeSubject(subject);
      const below =
        subject.kind === "node"
          ? [
              ...exitsOf(subject.key),
              ...inOrder(subject.key === "trigger" ? [] : childrenOf(subject.key), targetsOf).map(nodeRow),
            ]
          : [];
      rows.push({
        id,
        subject,
        level,
        parent,
        at: index + 1,
        of: list.length,
        hasChildren: below.length > 0,
        ...(port === undefined ? {} : { port }),
      });
      add(below, level + 1, id);
    });
  };
  const notes = (document.layout?.notes ?? []).map(({ id }) => ({ subject: { kind: "note" as const, id } }));
  add([...inOrder(["trigger", ...childrenOf(undefined)], targetsOf).map(nodeRow), ...notes], 1, null);
  return rows;
}

function nodeRow(key: string): Line {
  return { subject: { kind: "node", key } };
}

/**
 * Nodes of one scope in an order in which they can run, the branch of the first exit before that of the second, and what
 * joins branches after all of them. Edges that go round in a circle are followed once.
 */
function inOrder(keys: readonly string[], targetsOf: (key: string) => readonly string[]): readonly string[] {
  const scope = new Set(keys);
  const done: string[] = [];
  const visited = new Set<string>();
  const entered = new Set(keys.flatMap(targetsOf));
  const visit = (first: string): void => {
    // A stack of its own: a chain of thousands would be too deep for calls.
    const open = [{ key: first, left: [...targetsOf(first)] }];
    visited.add(first);
    for (let top = open.at(-1); top; top = open.at(-1)) {
      const next = top.left.pop();
      if (next === undefined) {
        done.push(top.key);
        open.pop();
      } else if (scope.has(next) && !visited.has(next)) {
        visited.add(next);
        open.push({ key: next, left: [...targetsOf(next)] });
      }
    }
  };
  // Backwards, because the order is read from its end. Those that nothing leads to begin; a circle begins anywhere.
  const backwards = keys.toReversed();
  for (const key of backwards) if (!entered.has(key)) visit(key);
  for (const key of backwards) if (!visited.has(key)) visit(key);
  return done.toReversed();
}

/** The lines that are seen while some are folded. */
export function visibleRows(rows: readonly OutlineRow[], folded: ReadonlySet<string>): readonly OutlineRow[] {
  const hidden = new Set<string>();
  return rows.filter(({ id, parent }) => {
    const isHidden = parent !== null && (hidden.has(parent) || folded.has(parent));
    if (isHidden) hidden.add(id);
    return !isHidden;
  });
}
