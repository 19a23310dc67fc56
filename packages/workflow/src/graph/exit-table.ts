import type { WorkflowDocument } from "../document/schema.ts";
import type { NodeTypes } from "../node-contract/define-node.ts";
import { type BodyFacts, bodyFactsOf, emptyBody } from "./body-facts.ts";
import { catches, exitsApart, together } from "./exits.ts";
import { edgesInto, type Graph, scopeGraph, scopeOf, triggerKey } from "./graph.ts";
import { orderOf } from "./order.ts";
import { portsOf } from "./ports-of.ts";
import { answerOf } from "./response-of.ts";

/** One way to leave a node. */
export interface Way {
  /** Positions of the nodes it leads to, without repetition. */
  readonly to: readonly number[];
  /** The sender has been answered, by the node or inside of it. */
  readonly answered: boolean;
}

/** The nodes of one scope by their position in its order, with the ways on which each goes on. */
export interface ExitTable {
  /** Nodes on a cycle or behind one are left out: nothing can be said of them. */
  readonly order: readonly string[];
  readonly positions: ReadonlyMap<string, number>;
  /** None: the execution ends at the node. */
  readonly ways: readonly (readonly Way[])[];
  /** For each node its exits, each the positions of the nodes it leads to; several that are taken at once are one more. */
  readonly exits: readonly (readonly (readonly number[])[])[];
  readonly fromTrigger: readonly number[];
  /** For each node the positions of those it waits for, whatever their edges' ports; `trigger` is left out. */
  readonly sources: readonly (readonly number[])[];
  /** Whether an execution that is in this scope can come to the node at all. */
  readonly reachable: readonly boolean[];
  /** For each node a Response that a visit of it may reach: itself, or one inside of it. */
  readonly answers: readonly (string | undefined)[];
  /** For each node whether its failure is the failure of the whole scope. */
  readonly fatal: readonly boolean[];
  /** For each node that is a race, those that it calls off when it is won. */
  readonly calledOff: ReadonlyMap<number, ReadonlySet<number>>;
  /** For each node whether it is a container that runs its body again and again. */
  readonly repeats: readonly boolean[];
}

export interface GraphGiven {
  readonly graph: Graph;
  readonly types: NodeTypes;
}

type Nodes = Pick<WorkflowDocument, "nodes">;
interface Made {
  readonly types: NodeTypes;
  readonly nodes: WorkflowDocument["nodes"];
  readonly scopes: Scopes;
}
/** By the key of the container (`trigger` for the outermost scope). */
export interface Scopes {
  readonly tables: ReadonlyMap<string, ExitTable>;
  readonly facts: ReadonlyMap<string, BodyFacts>;
}
const made = new WeakMap<Graph, Made>();

/** Made once per graph and remembered: every question walks these. Linear in nodes and edges, as `bodyFactsOf` is. */
export function scopesOf(document: Nodes, { graph, types }: GraphGiven): Scopes {
  const before = made.get(graph);
  if (before?.types === types && before.nodes === document.nodes) return before.scopes;
  const tables = new Map<string, ExitTable>();
  const facts = new Map<string, BodyFacts>();
  for (const scope of innermostFirst(document, graph)) {
    const table = tableOf(document, { graph, types, scope, facts });
    tables.set(scope, table);
    facts.set(scope, bodyFactsOf(table));
  }
  const scopes = { tables, facts };
  made.set(graph, { types, nodes: document.nodes, scopes });
  return scopes;
}

/** The table of one scope; of one that nothing stands in, an empty one. */
export function exitTableOf(document: Nodes, given: GraphGiven, scope = triggerKey): ExitTable {
  const tables = scopesOf(document, given).tables;
  return tables.get(scope) ?? tableOf(document, { ...given, scope, facts: new Map() });
}

/** Scopes so that those inside come before those around; in a circle of containers, as it comes. */
function innermostFirst(document: Nodes, graph: Graph): string[] {
  const order: string[] = [];
  const seen = new Set<string>();
  for (const start of graph.scopes.keys()) {
    const outwards: string[] = [];
    for (let scope = start; !seen.has(scope) && graph.scopes.has(scope); scope = scopeOf(document, scope)) {
      seen.add(scope);
      outwards.push(scope);
    }
    order.push(...outwards.reverse());
  }
  // Walked outwards and put down from outside in: the other way round those inside come first.
  return order.reverse();
}

interface Asked extends GraphGiven {
  readonly scope: string;
  readonly facts: ReadonlyMap<string, BodyFacts>;
}

function tableOf(document: Nodes, { graph, types, scope, facts }: Asked): ExitTable {
  const inside = scopeGraph(graph, scope);
  const { order } = orderOf(inside);
  const positions = new Map(order.map((key, position): [string, number] => [key, position]));
  const at = (keys: readonly string[]) => [
    ...new Set(keys.map((key) => positions.get(key)).filter((position) => position !== undefined)),
  ];
  const visits = order.map((key) => visitOf(document, { graph: inside, types, key, facts }));
  const ways = visits.map((visit) =>
    visit.ways.map(({ edges, answered }): Way => ({ to: at(edges.map(({ to }) => to)), answered })),
  );
  const exits = ways.map((each, position) => [
    ...each.map(({ to }) => to),
    ...together(document, { graph: inside, types, key: order[position] ?? "" }).map((edges) =>
      at(edges.map(({ to }) => to)),
    ),
  ]);
  const fromTrigger = at((inside.outgoing.get(triggerKey) ?? []).map(({ to }) => to));
  const sources = order.map((key) => at(edgesInto(inside, key).map(({ from }) => from)));
  const reachable: boolean[] = order.map(() => false);
  for (const position of fromTrigger) reachable[position] = true;
  exits.forEach((each, position) => {
    if (reachable[position]) for (const way of each) for (const target of way) reachable[target] = true;
  });
  return {
    ...{ order, positions, ways, exits, fromTrigger, sources, reachable },
    answers: visits.map(({ answers }) => answers),
    fatal: visits.map(({ fatal }) => fatal),
    repeats: visits.map(({ repeats }) => repeats),
    calledOff: new Map(
      order.flatMap((key, position) =>
        document.nodes[key]?.join === "race"
          ? [[position, leadingOnlyTo(position, { inside, order, at })]]
          : [],
      ),
    ),
  };
}

/** What a race that is won makes useless: the nodes all of whose edges lead into it, or to such ones. */
function leadingOnlyTo(
  race: number,
  {
    inside,
    order,
    at,
  }: { inside: Graph; order: readonly string[]; at: (keys: readonly string[]) => number[] },
): Set<number> {
  const useless = new Set<number>();
  // Edges lead forward in the order, so that one walk backwards is enough.
  for (let position = race - 1; position >= 0; position--) {
    const targets = at((inside.outgoing.get(order[position] ?? "") ?? []).map(({ to }) => to));
    const only = targets.every((target) => target === race || useless.has(target));
    if (targets.length > 0 && only) useless.add(position);
  }
  return useless;
}

interface Visit {
  readonly ways: readonly { edges: readonly { to: string }[]; answered: boolean }[];
  readonly answers: string | undefined;
  readonly fatal: boolean;
  readonly repeats: boolean;
}

/** What can come of a visit, of a container with what its body does. */
function visitOf(
  document: Nodes,
  { graph, types, key, facts }: Omit<Asked, "scope"> & { key: string },
): Visit {
  const node = document.nodes[key];
  const { done, failed } = exitsApart(document, { graph, types, key });
  const definition = node && Object.hasOwn(types, node.type) ? types[node.type] : undefined;
  const answers = answerOf(document, types, key) === undefined ? undefined : key;
  const stops = !node?.disabled && (node?.onError ?? "stop") === "stop";
  if (node === undefined || definition?.container === undefined || node.disabled) {
    const ways = [
      ...done.map((edges) => ({ edges, answered: answers !== undefined })),
      ...failed.map((edges) => ({ edges, answered: false })),
    ];
    return { ways, answers, fatal: stops, repeats: false };
  }
  const body = facts.get(key) ?? emptyBody;
  const both = (edges: Visit["ways"][number]["edges"], silent: boolean, answered: boolean) => [
    ...(silent ? [{ edges, answered: false }] : []),
    ...(answered ? [{ edges, answered: true }] : []),
  ];
  const { repeats } = definition.container;
  const mayAnswer = body.answers !== undefined;
  if (repeats) {
    // No iteration at all is silent; an iteration that failed may have been left out.
    const out = done.flatMap((edges) => both(edges, true, body.answered || body.failsAnswered));
    const error = failed.flatMap((edges) => both(edges, true, mayAnswer));
    return { ways: [...out, ...error], answers: body.answers, fatal: stops, repeats };
  }
  const caught = catches(definition);
  const names = (portsOf(types, { ...node, onError: "stop" }) ?? []).map(({ port }) => port);
  const out = done.flatMap((edges, index) =>
    caught && names[index] === "error"
      ? both(edges, body.fails, body.failsAnswered)
      : both(edges, body.silent, body.answered),
  );
  const error = failed.flatMap((edges) => both(edges, true, mayAnswer));
  return { ways: [...out, ...error], answers: body.answers, fatal: stops && !caught, repeats };
}
