import type { WorkflowDocument } from "../document/schema.ts";
import { type CertaintyTable, certaintyTableOf } from "./certainty-table.ts";
import type { GraphGiven } from "./exit-table.ts";
import { triggerKey } from "./graph.ts";
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
 * The table behind it is made once per graph, about nodes × edges / 32 steps; each call only looks it up.
 */
export function certaintyOf(
  document: Pick<WorkflowDocument, "nodes">,
  { graph, types, key }: GraphGiven & { readonly key: string },
): Certainty {
  const table = certaintyTableOf(document, { graph, types });
  const position = table.exits.positions.get(key);
  if (position === undefined) {
    const before = ancestorsOf(graph, key);
    before.delete(triggerKey);
    before.delete(key);
    return { surely: new Set(), maybe: before };
  }
  return {
    surely: keysIn(table, table.surely.row(position)),
    maybe: keysIn(table, table.maybe.row(position)),
  };
}

/** The row as keys, without making a set of it: most callers ask for one key. */
function keysIn({ exits: { order, positions } }: CertaintyTable, row: Uint32Array): NodeKeys {
  return {
    has: (key) => {
      const position = positions.get(key);
      return position !== undefined && isIn(row, position);
    },
    [Symbol.iterator]: () => order.filter((_, position) => isIn(row, position))[Symbol.iterator](),
  };
}
