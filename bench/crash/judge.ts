import type { Call } from "./receiver.ts";
import type { Attempt } from "./senders.ts";
import type { CrashWorkflow } from "./workflows.ts";

/** An execution as the API lists it. */
export interface ListedExecution {
  readonly id: string;
  readonly status: string;
  readonly deliveryId: string | null;
}

/** A delivery as the API lists it. */
export interface ListedDelivery {
  readonly id: string;
  readonly verdict: string;
  readonly executionId: string | null;
}

/** What was seen from outside. */
export interface Evidence {
  readonly workflows: readonly CrashWorkflow[];
  readonly history: readonly Attempt[];
  readonly calls: readonly Call[];
  readonly executions: readonly ListedExecution[];
  readonly deliveries: readonly ListedDelivery[];
  /** Keys whose step the API showed as finished, and how many calls the receiver had had by then. */
  readonly witnessed: ReadonlyMap<string, number>;
  /** How many times a server said that it took an execution up from a process that was gone or silent, by its id. */
  readonly takenUp: ReadonlyMap<string, number>;
  /** How many tries the API shows of steps that were called more than once, by their key. */
  readonly attempts: ReadonlyMap<string, number>;
  /** How many calls may be under way at once: what a kill can cut short. */
  readonly mostCallsAtOnce: number;
}

/** Each list names what broke a promise; all of them must be empty. */
export interface Verdict {
  /** Answered with a 2xx, and the delivery, its execution or its end is missing. */
  readonly lost: readonly string[];
  /** One delivery, several executions; or one number that reached the receiver from several. */
  readonly executedTwice: readonly string[];
  /** Called although the step had finished before. */
  readonly ranAgain: readonly string[];
  /**
   * Called again although no process was killed in between and no server took the execution up from a silent one, or more
   * at one kill than could be under way.
   */
  readonly repeatedWithoutReason: readonly string[];
  /** Called more often than its step's record tells. */
  readonly hiddenAttempts: readonly string[];
  /** Ended otherwise than well, or made fewer or more different calls than its workflow has. */
  readonly wrongEnd: readonly string[];
  /** A 2xx that does not say what it should. */
  readonly wrongAnswer: readonly string[];
  readonly counts: {
    readonly attempted: number;
    readonly accepted: number;
    readonly refused: number;
    readonly unknown: number;
    /** Stored although its sender never learnt of it: allowed. */
    readonly recovered: number;
    readonly calls: number;
    readonly repeatedKeys: number;
    /** Of these called again without a kill, by a process that took the execution up from a silent one. */
    readonly takenFromSilent: number;
    /** The most keys that were called again because of one kill. */
    readonly mostRepeatedAtOneKill: number;
    readonly witnessedKeys: number;
  };
}

export function judge(evidence: Evidence): Verdict {
  const { history, calls, executions, deliveries, witnessed, mostCallsAtOnce, attempts, takenUp } = evidence;
  const accepted = history.filter(({ outcome }) => outcome === "accepted");
  const executionOf = new Map(executions.map((execution) => [execution.id, execution]));
  const deliveryOf = new Map(deliveries.map((delivery) => [delivery.id, delivery]));
  const count = (outcome: Attempt["outcome"]) => history.filter((one) => one.outcome === outcome).length;
  const byKey = grouped(calls, ({ key }) => key);
  const repeats = repeatsByKill(byKey);
  const unkilled = [...byKey].flatMap(([key, all]) => {
    const more = all.length - new Set(all.map(({ kills }) => kills)).size;
    return more > 0 ? [{ key, told: (takenUp.get(executionIn(key)) ?? 0) >= more }] : [];
  });
  const stored = deliveries.filter(({ verdict }) => verdict === "accepted");
  const known = new Set(accepted.map(({ deliveryId }) => deliveryId));
  return {
    lost: accepted.flatMap(({ n, deliveryId = "", executionId = "" }) => {
      const delivery = deliveryOf.get(deliveryId);
      if (delivery?.verdict !== "accepted") return [`${n}: there is no delivery ${deliveryId}`];
      if (delivery.executionId !== executionId) return [`${n}: ${deliveryId} has another execution`];
      const execution = executionOf.get(executionId);
      if (!execution) return [`${n}: there is no execution ${executionId}`];
      return execution.status === "succeeded" ? [] : [`${n}: ${executionId} is ${execution.status}`];
    }),
    executedTwice: [
      ...several(
        grouped(executions, ({ deliveryId }) => deliveryId ?? ""),
        ({ id }) => id,
      ),
      ...several(
        grouped(calls, ({ n }) => String(n)),
        ({ key }) => executionIn(key),
      ),
    ],
    ranAgain: [...ranAgainAsWitnessed(calls, witnessed), ...ranAgainByOrder(evidence)],
    repeatedWithoutReason: [
      ...unkilled.flatMap(({ key, told }) => (told ? [] : [key])),
      ...[...repeats].flatMap(([kill, keys]) =>
        keys > mostCallsAtOnce ? [`${keys} keys were called again after kill ${kill + 1}`] : [],
      ),
    ],
    hiddenAttempts: [...byKey].flatMap(([key, { length }]) => {
      const told = length === 1 ? 1 : (attempts.get(key) ?? 0);
      return told >= length ? [] : [`${key} was called ${length} times, its record tells ${told}`];
    }),
    wrongEnd: wrongEnds(evidence),
    wrongAnswer: history.filter(({ outcome }) => outcome === "wrong").map(({ n }) => String(n)),
    counts: {
      ...{ attempted: history.length, accepted: accepted.length },
      ...{ refused: count("refused"), unknown: count("unknown") },
      recovered: stored.filter(({ id }) => !known.has(id)).length,
      calls: calls.length,
      repeatedKeys: [...byKey.values()].filter(({ length }) => length > 1).length,
      takenFromSilent: unkilled.filter(({ told }) => told).length,
      mostRepeatedAtOneKill: Math.max(0, ...repeats.values()),
      witnessedKeys: witnessed.size,
    },
  };
}

/** Whether every promise was kept. */
export function isKept(verdict: Verdict): boolean {
  const { counts: _, ...lists } = verdict;
  return Object.values(lists).every(({ length }) => length === 0);
}

/** How many keys were called before each kill and again after it. */
function repeatsByKill(byKey: ReadonlyMap<string, readonly Call[]>): Map<number, number> {
  const repeats = new Map<number, number>();
  for (const all of byKey.values()) {
    for (const { kills } of all.slice(0, -1)) repeats.set(kills, (repeats.get(kills) ?? 0) + 1);
  }
  return repeats;
}

function ranAgainAsWitnessed(calls: readonly Call[], witnessed: Evidence["witnessed"]): string[] {
  return calls.flatMap(({ key }, index) => {
    const finishedAt = witnessed.get(key);
    return finishedAt !== undefined && index >= finishedAt
      ? [`${key} was finished, and was called again`]
      : [];
  });
}

/** A step is called only when those before it have finished for good: they are never called after it. */
function ranAgainByOrder({ calls, workflows, history }: Evidence): string[] {
  const orderOf = new Map(workflows.map(({ name, order }) => [name, order]));
  const workflowOf = new Map(history.map(({ n, workflow }) => [n, workflow]));
  const furthest = new Map<number, number>();
  return calls.flatMap(({ n, step, key }) => {
    const place = orderOf.get(workflowOf.get(n) ?? "")?.indexOf(step) ?? -1;
    const before = furthest.get(n) ?? 0;
    furthest.set(n, Math.max(before, place));
    return place < before ? [`${key} was called after a step that waits for it`] : [];
  });
}

function wrongEnds({ workflows, history, executions, calls }: Evidence): string[] {
  const workflowOf = new Map(history.map(({ n, workflow }) => [n, workflow]));
  const wanted = new Map(workflows.map(({ name, calls }) => [name, calls]));
  const keysOf = grouped(calls, ({ n }) => String(n));
  return [
    ...executions.flatMap(({ id, status }) => (status === "succeeded" ? [] : [`${id} is ${status}`])),
    ...[...keysOf].flatMap(([n, all]) => {
      const made = new Set(all.map(({ key }) => key)).size;
      const should = wanted.get(workflowOf.get(Number(n)) ?? "");
      return made === should ? [] : [`${n} made ${made} different calls instead of ${should}`];
    }),
  ];
}

function several<Item>(groups: ReadonlyMap<string, readonly Item[]>, idOf: (item: Item) => string): string[] {
  return [...groups].flatMap(([name, all]) => {
    const ids = new Set(all.map(idOf));
    return name !== "" && ids.size > 1 ? [`${name}: ${[...ids].join(", ")}`] : [];
  });
}

/** Keys that were called more than once. */
export function repeatedKeys(calls: readonly Call[]): string[] {
  return [...grouped(calls, ({ key }) => key)].flatMap(([key, { length }]) => (length > 1 ? [key] : []));
}

function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

function executionIn(key: string): string {
  return key.slice(0, key.indexOf("/"));
}
