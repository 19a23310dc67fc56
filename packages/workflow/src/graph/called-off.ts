import type { WorkflowDocument } from "../document/schema.ts";
import { passable } from "./body-facts.ts";
import { type ExitTable, type GraphGiven, scopesOf } from "./exit-table.ts";
import { triggerKey } from "./graph.ts";

/** A race that can be won before a Response which it then calls off has answered. */
export interface CalledOff {
  readonly race: string;
  readonly response: string;
  /** The way on which it is won, from the trigger's first node to the race. */
  readonly way: readonly string[];
}

/**
 * A race that may leave the sender without an answer: it can be won on a way without a Response, what follows it has none
 * either, and the Responses beside it are among what it calls off. Never claimed where it cannot be. Of ways that
 * lead past a Response which was not taken it may miss some, and it looks at the outermost scope alone.
 */
export function responseCalledOff(
  document: Pick<WorkflowDocument, "nodes">,
  given: GraphGiven,
): CalledOff | undefined {
  const table = scopesOf(document, given).tables.get(triggerKey);
  if (table === undefined) return undefined;
  for (const race of table.calledOff.keys()) {
    const found = wonUnanswered(table, race);
    if (found !== undefined) return found;
  }
  return undefined;
}

function wonUnanswered(table: ExitTable, race: number): CalledOff | undefined {
  const { order, ways, fromTrigger, answers, reachable } = table;
  const useless = table.calledOff.get(race) ?? new Set();
  const responses = [...useless].filter((position) => answers[position] !== undefined && reachable[position]);
  const [response] = responses;
  if (response === undefined) return undefined;
  /** A Response that is called off goes nowhere, and nobody has heard of it. */
  const withCalledOff = ways.map((each, position) =>
    responses.includes(position) ? [...each, { to: [], answered: false }] : each,
  );
  const silently = passable({ ways: withCalledOff }, ({ answered }) => !answered);
  if (!fromTrigger.every((position) => silently[position])) return undefined;

  // What comes behind one of these Responses may wait for it: the race is not won on such a way.
  const behind = order.map((_, position) => responses.includes(position));
  ways.forEach((each, position) => {
    if (behind[position]) for (const { to } of each) for (const target of to) behind[target] = true;
  });
  const from = new Map<number, number | undefined>();
  for (const position of fromTrigger)
    if (!behind[position] || position === race) from.set(position, undefined);
  for (let position = 0; position < race; position++) {
    if (!from.has(position)) continue;
    for (const { to, answered } of ways[position] ?? []) {
      if (answered || !to.every((target) => silently[target])) continue;
      for (const target of to) {
        if (!from.has(target) && (!behind[target] || target === race)) from.set(target, position);
      }
    }
  }
  if (!from.has(race)) return undefined;
  const way: string[] = [];
  for (let at: number | undefined = race; at !== undefined; at = from.get(at)) way.unshift(order[at] ?? "");
  return { race: order[race] ?? "", response: answers[response] ?? "", way };
}
