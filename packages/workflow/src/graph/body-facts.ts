import type { ExitTable } from "./exit-table.ts";
import { waysToGoals } from "./ways-to-goals.ts";

/** What one run of a container's body can come to. */
export interface BodyFacts {
  /** A Response that a run may reach. */
  readonly answers: string | undefined;
  /** It can come to its end without an answer, … */
  readonly silent: boolean;
  /** … and with one. Neither: the execution ends inside, always. */
  readonly answered: boolean;
  /** It can fail without an answer, … */
  readonly fails: boolean;
  /** … and with one. */
  readonly failsAnswered: boolean;
}

export const emptyBody: BodyFacts = {
  answers: undefined,
  silent: true,
  answered: false,
  fails: false,
  failsAnswered: false,
};

/** Linear in nodes and edges, but for failures beside Responses: those take one walk for each Response. */
export function bodyFactsOf(table: ExitTable): BodyFacts {
  const { reachable, answers, fromTrigger } = table;
  const silently = passable(table, ({ answered }) => !answered);
  return {
    answers: answers.find((key, position) => key !== undefined && reachable[position]),
    silent: fromTrigger.every((position) => silently[position]),
    answered: endsAnswered(table),
    fails: failsSilently(table),
    failsAnswered: failsAnswered(table),
  };
}

/** For each node whether its part of the run can end, by such ways, without ending the whole execution. */
export function passable(
  { ways }: Pick<ExitTable, "ways">,
  takes: (way: ExitTable["ways"][number][number]) => boolean,
): boolean[] {
  const can: boolean[] = ways.map(() => false);
  for (let position = ways.length - 1; position >= 0; position--) {
    can[position] =
      ways[position]?.some((way) => takes(way) && way.to.every((target) => can[target])) ?? false;
  }
  return can;
}

function endsAnswered(table: ExitTable): boolean {
  const { ways, fromTrigger } = table;
  const ends = passable(table, () => true);
  /** Its part can end with an answer in it: a node chooses its way whatever led to it, so that one choice fits all. */
  const good: boolean[] = ways.map(() => false);
  for (let position = ways.length - 1; position >= 0; position--) {
    good[position] =
      ways[position]?.some(
        ({ to, answered }) =>
          to.every((target) => ends[target]) && (answered || to.some((target) => good[target])),
      ) ?? false;
  }
  return fromTrigger.every((position) => ends[position]) && fromTrigger.some((position) => good[position]);
}

function failsSilently({ order, ways, fromTrigger, fatal }: ExitTable): boolean {
  const reached: boolean[] = order.map(() => false);
  for (const position of fromTrigger) reached[position] = true;
  return order.some((_, position) => {
    if (!reached[position]) return false;
    for (const { to, answered } of ways[position] ?? []) {
      if (!answered) for (const target of to) reached[target] = true;
    }
    return fatal[position];
  });
}

/** A Response answers, and then something fails: behind it, beside it, or in a later iteration around it. */
function failsAnswered(table: ExitTable): boolean {
  const { order, ways, fatal, answers, reachable, repeats } = table;
  const toFailure: boolean[] = order.map(() => false);
  for (let position = order.length - 1; position >= 0; position--) {
    const behind = ways[position]?.some(({ to }) => to.some((target) => toFailure[target]));
    toFailure[position] = fatal[position] || behind || false;
  }
  return order.some((_, position) => {
    if (!reachable[position] || answers[position] === undefined) return false;
    if (repeats[position] && fatal[position]) return true;
    const behind = ways[position]?.some(
      ({ to, answered }) => answered && to.some((target) => toFailure[target]),
    );
    return behind || failsBeside(table, position);
  });
}

/**
 * Two ways without a common node, one to the Response and one to something that can fail and is not waited for by it.
 * Failures lead to one more node here, so that such a pair is one of two goals. A join of `any` counts as one of `all`.
 */
function failsBeside(
  { exits, fromTrigger, sources, fatal, reachable }: ExitTable,
  response: number,
): boolean {
  const before = new Set([response]);
  for (const position of before) for (const source of sources[position] ?? []) before.add(source);
  const failing = exits.length;
  let any = false;
  const onward = exits.map((each, position) => {
    if (!fatal[position] || !reachable[position] || before.has(position)) return each;
    any = true;
    return [...each, [failing]];
  });
  if (!any) return false;
  const ways = waysToGoals([...onward, []], (position) => position === response || position === failing);
  const forks = [fromTrigger, ...exits.flatMap((each, position) => (reachable[position] ? each : []))];
  return forks.some((fork) => ways.pairFrom(fork) !== undefined);
}
