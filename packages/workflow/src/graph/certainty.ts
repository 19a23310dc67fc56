import type { WorkflowDocument } from "../document/schema.ts";
import { certaintyTableOf } from "./certainty-table.ts";
import type { GraphGiven } from "./exit-table.ts";
import { type Graph, scopeGraph, scopeOf, scopesAround, triggerKey } from "./graph.ts";
import { isIn } from "./key-rows.ts";
import { ancestorsOf } from "./reach.ts";

/** Some nodes of a document. */
export interface NodeKeys extends Iterable<string> {
  has(key: string): boolean;
}

/** What is known of the other nodes at the moment a node starts. */
export interface Certainty {
  /** Has finished, whatever the branches chose. */
  readonly surely: NodeKeys;
  /** May have finished: a way leads from it to here. Holds all of `surely`. */
  readonly maybe: NodeKeys;
}

/**
 * What has run before a node, for acyclic graphs. `maybe` holds every node from which a way leads here that an
 * execution can come by; `surely` those without which this node cannot run and whose end it waits for. Exact where all
 * joins wait for `all`; behind `any` and `race` `surely` may leave out what only a combination of branches ensures.
 * Of a node that no execution comes to it is said what would hold if one did; of nodes on a cycle or behind one
 * nothing is sure. A node that is skipped by `disabled` counts as run: its input is its output.
 *
 * Inside of a container it is what has run before in the same run of its body, and what has run before the container,
 * and so on outwards. The containers around a node have not finished; what stands in other ones is never in it.
 *
 * The table behind it is made once per graph, about nodes × edges / 32 steps; each call only looks it up.
 */
export function certaintyOf(
  document: Pick<WorkflowDocument, "nodes">,
  { graph, types, key }: GraphGiven & { readonly key: string },
): Certainty {
  /** By scope: the node in it that is this one, or holds it. */
  const within = new Map<string, string>();
  let at = key;
  for (const scope of scopesAround(document, key)) {
    within.set(scope, at);
    at = scope;
  }
  const keysOf = (which: "surely" | "maybe", scope: string): NodeKeys => {
    const node = within.get(scope);
    if (node === undefined) return new Set<string>();
    const { exits, ...rows } = certaintyTableOf(document, { graph, types, scope });
    const position = exits.positions.get(node);
    if (position !== undefined) return keysIn(exits, rows[which].row(position));
    return which === "surely" ? new Set<string>() : waysTo(scopeGraph(graph, scope), node);
  };
  const around = (which: "surely" | "maybe"): NodeKeys => ({
    has: (one) => keysOf(which, scopeOf(document, one)).has(one),
    [Symbol.iterator]: () =>
      [...within.keys()].flatMap((scope) => [...keysOf(which, scope)])[Symbol.iterator](),
  });
  return { surely: around("surely"), maybe: around("maybe") };
}

/** What comes before a node that has no place in the order. */
function waysTo(graph: Graph, node: string): Set<string> {
  const before = ancestorsOf(graph, node);
  before.delete(triggerKey);
  before.delete(node);
  return before;
}

/** The row as keys, without making a set of it: most callers ask for one key. */
function keysIn(
  { order, positions }: { order: readonly string[]; positions: ReadonlyMap<string, number> },
  row: Uint32Array,
): NodeKeys {
  return {
    has: (key) => {
      const position = positions.get(key);
      return position !== undefined && isIn(row, position);
    },
    [Symbol.iterator]: () => order.filter((_, position) => isIn(row, position))[Symbol.iterator](),
  };
}
