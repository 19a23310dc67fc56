import type { WorkflowDocument } from "../document/schema.ts";
import { passable } from "./body-facts.ts";
import { type ExitTable, exitTableOf, type GraphGiven, scopesOf } from "./exit-table.ts";
import { scopeOf, scopesAround, triggerKey } from "./graph.ts";
import { answerOf } from "./response-of.ts";
import { waysToGoals } from "./ways-to-goals.ts";

type Nodes = Pick<WorkflowDocument, "nodes">;

/**
 * One way on which an execution ends without a Response, as the keys from the trigger's first node on; undefined
 * when there is none. A node without exits (`end`) is a deliberate end and counts as answered. Exact for acyclic
 * graphs: a node avoids every Response when all edges of one of its exits do, whatever the other nodes choose. A
 * Response that fails has not answered, so where it goes on then counts. A container that runs its body once answers
 * when all ways through the body do; one that repeats it may do so never. A failure that stops the execution is no
 * way. That a `race` may call off a Response is another question (`responseCalledOff`).
 */
export function wayWithoutResponse(document: Nodes, given: GraphGiven): string[] | undefined {
  const table = exitTableOf(document, given);
  const { order, ways, fromTrigger } = table;
  const silently = passable(table, ({ answered }) => !answered);
  if (!fromTrigger.every((position) => silently[position])) return undefined;
  const way: string[] = [];
  for (let at = fromTrigger[0]; at !== undefined; ) {
    way.push(order[at] ?? "");
    at = ways[at]?.find(({ to, answered }) => !answered && to.every((target) => silently[target]))?.to[0];
  }
  return way;
}

/**
 * Two Responses that one execution can both reach: one behind the other, or on branches that run together. Exact for
 * acyclic graphs whose nodes leave by one exit: two ways that one execution takes part for the last time at one exit
 * of one node (or at the trigger) and have no common node from there on. A `race` is taken to call nothing off. Undefined when there are none. One that an iteration after
 * another reaches is not looked for here (`responsesInLoops`).
 */
export function responsesTogether(document: Nodes, given: GraphGiven): [string, string] | undefined {
  const { tables } = scopesOf(document, given);
  for (const scope of given.graph.scopes.keys()) {
    const table = tables.get(scope);
    if (table === undefined || !runs(document, { tables, given, scope })) continue;
    const pair = togetherIn(table);
    if (pair !== undefined) return pair;
  }
  return undefined;
}

/** Responses that an execution can reach again and again, because they stand in a container that repeats its body. */
export function responsesInLoops(document: Nodes, given: GraphGiven): string[] {
  const { tables, facts } = scopesOf(document, given);
  /** Its body can answer, and go on with the next iteration. */
  const answersAgain = (container: string) => {
    const around = tables.get(scopeOf(document, container));
    const body = facts.get(container);
    if (!around?.repeats[around.positions.get(container) ?? -1] || body === undefined) return false;
    return body.answered || body.failsAnswered;
  };
  return given.graph.keys.filter((key) => {
    if (answerOf(document, given.types, key) === undefined) return false;
    const [scope = triggerKey, ...further] = scopesAround(document, key);
    const table = tables.get(scope);
    if (!table?.reachable[table.positions.get(key) ?? -1]) return false;
    return [scope, ...further].some(answersAgain) && runs(document, { tables, given, scope });
  });
}

/** Whether an execution can come into a scope: its container, and those around it, are reached and not disabled. */
function runs(
  document: Nodes,
  { tables, given, scope }: { tables: ReadonlyMap<string, ExitTable>; given: GraphGiven; scope: string },
): boolean {
  const passed = new Set<string>();
  for (let at = scope; at !== triggerKey; at = scopeOf(document, at)) {
    const node = Object.hasOwn(document.nodes, at) ? document.nodes[at] : undefined;
    if (passed.has(at) || node === undefined || node.disabled) return false;
    passed.add(at);
    const isContainer =
      Object.hasOwn(given.types, node.type) && given.types[node.type]?.container !== undefined;
    const around = tables.get(scopeOf(document, at));
    if (!isContainer || !around?.reachable[around.positions.get(at) ?? -1]) return false;
  }
  return true;
}

function togetherIn({
  order,
  ways,
  exits,
  fromTrigger,
  reachable,
  answers,
}: ExitTable): [string, string] | undefined {
  const goals = waysToGoals(exits, (position) => answers[position] !== undefined);
  const name = (position: number | undefined) => answers[position ?? -1] ?? "";
  for (let position = 0; position < order.length; position++) {
    if (!reachable[position] || answers[position] === undefined) continue;
    const next = ways[position]
      ?.filter(({ answered }) => answered)
      .flatMap(({ to }) => to)
      .map((target) => goals.goalFrom(target))
      .find((goal) => goal !== undefined);
    if (next !== undefined) return [name(position), name(next)];
  }
  const fork = goals.pairFrom(fromTrigger);
  if (fork !== undefined) return [name(fork[0]), name(fork[1])];
  for (let position = 0; position < order.length; position++) {
    if (!reachable[position]) continue;
    for (const way of exits[position] ?? []) {
      const pair = goals.pairFrom(way);
      if (pair !== undefined) return [name(pair[0]), name(pair[1])];
    }
  }
  return undefined;
}
