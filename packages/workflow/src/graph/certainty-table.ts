import type { WorkflowDocument } from "../document/schema.ts";
import { type ExitTable, exitTableOf, type GraphGiven } from "./exit-table.ts";
import { addTo, intersect, isIn, KeyRows, unite } from "./key-rows.ts";

export interface CertaintyTable {
  readonly exits: ExitTable;
  readonly surely: KeyRows;
  readonly maybe: KeyRows;
}

const made = new WeakMap<ExitTable, CertaintyTable>();

/** What has run before each node of one scope; see `certaintyOf`. */
export function certaintyTableOf(
  document: Pick<WorkflowDocument, "nodes">,
  { scope, ...given }: GraphGiven & { readonly scope: string },
): CertaintyTable {
  const exits = exitTableOf(document, given, scope);
  const before = made.get(exits);
  if (before !== undefined) return before;
  const joins = exits.order.map((key) => document.nodes[key]?.join ?? "all");
  const required = requiredFor(exits, followingFrom(exits));
  const table = { exits, surely: surelyBefore(exits, joins, required), maybe: maybeBefore(exits) };
  made.set(exits, table);
  return table;
}

/**
 * What runs in every execution in which a node runs, from the node on: the node, and what all its exits lead to,
 * whatever the nodes on the way choose. Its choices do not depend on how it was reached, so going backwards is exact.
 */
function followingFrom({ order, exits }: ExitTable): KeyRows {
  const following = new KeyRows(order.length);
  for (let position = order.length - 1; position >= 0; position--) {
    const row = following.row(position);
    (exits[position] ?? []).forEach((way, index) => {
      const taken = following.blank();
      for (const target of way) unite(taken, following.row(target));
      if (index === 0) unite(row, taken);
      else intersect(row, taken);
    });
    addTo(row, position);
  }
  return following;
}

/**
 * What runs in every execution in which a node runs, from the trigger on. An execution that comes to the node does so
 * by one way, and on it each node takes the exit of the next edge; a node is required when each such way brings it
 * along: as a stop, or as what follows from another edge of an exit that is taken.
 */
function requiredFor(
  { order, exits, fromTrigger, sources, reachable }: ExitTable,
  following: KeyRows,
): KeyRows {
  const required = new KeyRows(order.length);
  const begun = order.map(() => false);
  const arrive = (position: number, along: Uint32Array) => {
    const row = required.row(position);
    if (begun[position]) intersect(row, along);
    else unite(row, along);
    begun[position] = true;
  };
  const leave = (from: Uint32Array, way: readonly number[], to: (target: number) => boolean) => {
    const along = from.slice();
    for (const target of way) unite(along, following.row(target));
    for (const target of way) if (to(target)) arrive(target, along);
  };
  leave(required.blank(), fromTrigger, () => true);
  order.forEach((_, position) => {
    const row = required.row(position);
    if (!reachable[position]) arriveUnreachable(position);
    // An edge that no execution takes into a node that others reach says nothing about that node.
    const to = (target: number) => reachable[position] === reachable[target];
    for (const way of exits[position] ?? []) leave(row, way, to);
  });
  /** By edges of exits that are never taken, or by nothing at all: as if one came. */
  function arriveUnreachable(position: number): void {
    for (const source of sources[position] ?? []) {
      const isTaken = exits[source]?.some((way) => way.includes(position));
      if (isTaken && !reachable[source]) continue;
      const along = required.row(source).slice();
      unite(along, following.row(position));
      arrive(position, along);
    }
    if (!begun[position]) arrive(position, following.row(position));
  }
  return required;
}

/**
 * A join of `all` starts when everything before it is decided, so what is required has finished by then. One of `any`
 * waits for one of its sources only: what is sure before each of them.
 */
function surelyBefore(table: ExitTable, joins: readonly string[], required: KeyRows): KeyRows {
  const { order, fromTrigger, exits, sources, reachable } = table;
  const surely = new KeyRows(order.length);
  const awaited = new KeyRows(order.length);
  const entries = new Set(fromTrigger);
  const taken = takenSources(table);
  order.forEach((_, position) => {
    const row = surely.row(position);
    const waits = awaited.row(position);
    const from = reachable[position] ? (taken[position] ?? []) : (sources[position] ?? []);
    const ways = from.length + (entries.has(position) ? 1 : 0);
    const waitsForAll = joins[position] === "all";
    for (const source of waitsForAll ? (sources[position] ?? []) : ways === 1 ? from : []) {
      addTo(waits, source);
      unite(waits, awaited.row(source));
    }
    unite(row, waits);
    intersect(row, required.row(position));
    // Each source that surely ran has started after all that is sure before it.
    for (const source of from) if (isIn(row, source)) unite(row, surely.row(source));
    if (entries.has(position) || from.length === 0) return;
    const common = surely.blank();
    from.forEach((source, index) => {
      const before = surely.row(source).slice();
      addTo(before, source);
      if (index === 0) unite(common, before);
      else intersect(common, before);
    });
    unite(row, common);
  });
  return surely;

  function takenSources({ order: keys }: ExitTable): number[][] {
    const found: number[][] = keys.map(() => []);
    exits.forEach((ways, position) => {
      if (!reachable[position]) return;
      for (const target of new Set(ways.flat())) found[target]?.push(position);
    });
    return found;
  }
}

/**
 * All before a node that an execution can come to, also by a way that is never taken: a join waits for that too. Before
 * a node that no execution comes to, all.
 */
function maybeBefore({ order, sources, reachable }: ExitTable): KeyRows {
  const maybe = new KeyRows(order.length);
  const real = maybe.blank();
  reachable.forEach((can, position) => {
    if (can) addTo(real, position);
  });
  order.forEach((_, position) => {
    const row = maybe.row(position);
    for (const source of sources[position] ?? []) {
      addTo(row, source);
      unite(row, maybe.row(source));
    }
    if (reachable[position]) intersect(row, real);
  });
  return maybe;
}
