import type { WorkflowDocument, WorkflowEdge } from "../document/schema.ts";
import type { NodeTypes } from "../node-contract/define-node.ts";
import { dominatorsOf } from "./dominators.ts";
import { exitsOf } from "./exits.ts";
import { edgesInto, type Graph, triggerKey } from "./graph.ts";
import { ancestorsOf } from "./reach.ts";

/** What is known of the other nodes at the moment a node starts. */
export interface Certainty {
  /** Has finished, whatever the branches chose. */
  readonly surely: ReadonlySet<string>;
  /** May have finished: a way leads from it to here that does not contradict how one comes here. */
  readonly maybe: ReadonlySet<string>;
}

/**
 * What has run before a node, for acyclic graphs. Reasoning, from "this node runs": what every way to it passes has
 * run (dominators); where such a node leaves by one exit only, or by the exit that leads here, all targets of that
 * exit run too, and a join that waits for `all` has waited for them. What hangs on another exit of a node whose exit
 * is known has not run.
 */
export function certaintyOf(
  document: WorkflowDocument,
  { graph, types, key }: { graph: Graph; types: NodeTypes; key: string },
): Certainty {
  const before = ancestorsOf(graph, key);
  const dominators = dominatorsOf(graph);
  const passed: ReadonlySet<string> = new Set(dominatorChain(dominators, key));
  const surely = new Set(passed);
  const waitedFor = waitsFor(document, graph, key);
  const chosen = (from: string) => chosenExit(document, { graph, types, from, to: key, before, passed });

  const queue = [triggerKey, ...surely];
  const excluded = new Set<WorkflowEdge>();
  const visited = new Set<string>();
  for (let at = 0; at < queue.length; at++) {
    const from = queue[at] as string;
    if (visited.has(from)) continue;
    visited.add(from);
    const exit = chosen(from);
    if (exit === undefined) continue;
    for (const edge of exit) {
      if (edge.to === key || !waitedFor.has(edge.to) || surely.has(edge.to)) continue;
      surely.add(edge.to);
      queue.push(edge.to, ...dominatorChain(dominators, edge.to));
    }
    for (const edge of graph.outgoing.get(from) ?? []) if (!exit.includes(edge)) excluded.add(edge);
  }
  const possible = reachableWithout(graph, excluded);
  const maybe = new Set([...before].filter((one) => one !== triggerKey && possible.has(one)));
  surely.delete(key);
  surely.delete(triggerKey);
  return { surely, maybe };
}

/** The only exit by which a node can have been left when `to` runs because of it; undefined when several remain. */
function chosenExit(
  document: WorkflowDocument,
  given: {
    graph: Graph;
    types: NodeTypes;
    from: string;
    to: string;
    before: ReadonlySet<string>;
    /** What every way to `to` passes: made once per node, for a walk up the chain at each step made it cubic. */
    passed: ReadonlySet<string>;
  },
): readonly WorkflowEdge[] | undefined {
  const { graph, types, from, to, before, passed } = given;
  const exits = exitsOf(document, { graph, types, key: from });
  if (exits.length === 1) return exits[0];
  // Several exits taken at once (a switch that takes all matches): nothing is excluded by another.
  const node = document.nodes[from];
  if (node?.config.mode === "all") return undefined;
  const leading = exits.filter((edges) => edges.some((edge) => edge.to === to || before.has(edge.to)));
  return leading.length === 1 && passed.has(from) ? leading[0] : undefined;
}

/** The node itself and all that every way from the trigger to it passes. */
function dominatorChain(dominators: ReadonlyMap<string, string>, key: string): string[] {
  const chain: string[] = [];
  for (let at: string | undefined = key; at !== undefined && at !== triggerKey; at = dominators.get(at))
    chain.push(at);
  return chain;
}

/** The nodes whose end is waited for before `key` starts: behind joins of `all` only. */
function waitsFor(document: WorkflowDocument, graph: Graph, key: string): Set<string> {
  const found = new Set<string>();
  const queue = [key];
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    const join = document.nodes[at]?.join ?? "all";
    const into = edgesInto(graph, at);
    if (join !== "all" && into.length > 1) continue;
    for (const { from } of into) {
      if (from === triggerKey || found.has(from)) continue;
      found.add(from);
      queue.push(from);
    }
  }
  return found;
}

function reachableWithout(graph: Graph, excluded: ReadonlySet<WorkflowEdge>): Set<string> {
  const found = new Set<string>([triggerKey]);
  const queue: string[] = [triggerKey];
  for (let key = queue.pop(); key !== undefined; key = queue.pop()) {
    for (const edge of graph.outgoing.get(key) ?? []) {
      if (excluded.has(edge) || found.has(edge.to)) continue;
      found.add(edge.to);
      queue.push(edge.to);
    }
  }
  return found;
}
