import { setTimeout as sleepFor } from "node:timers/promises";
import type { RecordedStep, Step } from "@sluice/api/schemas";
import {
  type CallerAnswer,
  type Iterated,
  type Json,
  type JsonObject,
  NodeError,
  type RunArguments,
  type RunResult,
  type Suspended,
} from "@sluice/workflow/node-contract";
import type { ExecutionInput, JournalRecord, StepError } from "../stores/executions/store.ts";
import type { WaitPlace } from "../stores/waits/store.ts";
import { newExecutionId } from "./new-id.ts";
import type { Plan } from "./plan.ts";
import type { PlanNode } from "./plan-node.ts";
import { nothingOutside, type Outside, reachOf } from "./reach.ts";
import { RunningExecution } from "./run-execution.ts";
import { nobodyAsks, noted } from "./run-maker.ts";
import type { EndStatus } from "./state.ts";
import { FrameReading, stepsOf } from "./steps-of.ts";

export interface RehearsalGiven {
  readonly plan: Plan;
  readonly input: ExecutionInput;
  /** What steps answer instead of running, by node key. */
  readonly recorded: Recorded;
  /** Steps that reach outside for real, by node key: a person asked for each of them. Left out: none. */
  readonly real?: ReadonlySet<string>;
  /** Containers of whose runs only the first is wanted, by node key. */
  readonly once?: ReadonlySet<string>;
}

/** What a step answers instead of running: a port, or several of a switch that took all matches. */
export type RecordedAnswer = Omit<RecordedStep, "port"> & { readonly port: string | readonly string[] };
type Recorded = { readonly [node: string]: RecordedAnswer };

/** What an execution came to that left nothing behind. */
export interface Rehearsal {
  readonly status: EndStatus;
  /** What a synchronous caller would have had; null: no Response was reached. Secrets redacted. */
  readonly answer: CallerAnswer | null;
  readonly error: (StepError & { readonly node: string | null }) | null;
  readonly steps: Step[];
  /** Iterations of containers that ran, in the order they began; `stepsIn` says what happened in one. */
  readonly frames: readonly string[];
  readonly stepsIn: (frame: string) => Step[];
  /** Steps whose events or executions were left out, by node key. */
  readonly unsent: ReadonlySet<string>;
  /** Outputs too large for their step (`$cut`), by the name that it says. */
  readonly values: ReadonlyMap<string, Json>;
}

export interface RehearsalDependencies {
  readonly env: JsonObject;
  /** Code runs for real: it touches nothing outside of its sandbox. */
  readonly sandbox: Outside["sandbox"];
  /** For the steps that reach outside for real. Left out: nothing does. */
  readonly outside?: Omit<Outside, "sandbox">;
  /** Thrown by a step that would reach outside, or wait for somebody, and has nothing recorded. */
  readonly missing?: (node: PlanNode) => NodeError;
  readonly callbackUrl: (place: WaitPlace) => string;
  readonly log: { error(details: object, message: string): void };
  readonly clock: () => number;
  /** Longest that it may take, in milliseconds (default 10 000). */
  readonly longestMs?: number;
}

/**
 * Runs a plan in memory: the real steps in the real order, but nothing is stored, sent, published or called
 * (docs/decisions/0085). A step with something recorded answers that. One that would reach outside and has nothing recorded
 * fails with `not-recorded`; delays pass at once; nothing is cached or tried again.
 */
export async function rehearse(
  dependencies: RehearsalDependencies,
  given: RehearsalGiven,
): Promise<Rehearsal> {
  const { plan, input } = given;
  const { env, sandbox, callbackUrl, log, clock, longestMs = 10_000, missing = notRecorded } = dependencies;
  const journal: JournalRecord[] = [];
  const values = new Map<string, Json>();
  const take = (given: { records: string | null; values: readonly { value: string; json: string }[] }) => {
    if (given.records !== null) journal.push(...(JSON.parse(given.records) as JournalRecord[]));
    for (const { value, json } of given.values) values.set(value, JSON.parse(json) as Json);
  };
  const at = clock();
  const unsent = new Set<string>();
  const nodes = plan.nodes.map((node) => rehearsed(node, given, { missing, unsent }));
  const dry = { ...plan, nodes };
  const outside: Outside = { ...(dependencies.outside ?? nothingOutside), sandbox };
  const run = new RunningExecution({
    ...{ id: newExecutionId(at), plan: dry, input, startedBy: "person", deliveryId: null, queuedAt: at },
    ...{
      origin: null,
      startKey: null,
      concurrency: null,
      worker: "",
      epoch: 1,
      env,
      log,
      callbackUrl,
      clock,
    },
    intake: {
      async append({ chunk, effects }) {
        take({ records: chunk?.records ?? null, values: effects?.values ?? [] });
        return true;
      },
    },
    executions: { cached: async () => undefined },
    waits: { resolved: async () => [] },
    reach: reachOf(outside, plan),
    published: async () => undefined,
    called: noted,
    settled: noted,
    tellsSuccess: nobodyAsks,
    random: Math.random,
  });
  run.begin();
  const first = run.first();
  take({ records: first.journal, values: first.effects?.values ?? [] });
  run.accepted();
  const timer = setTimeout(() => run.cancel(null), longestMs);
  await run.proceed();
  clearTimeout(timer);
  const { status, answer, error } = run.progress;
  const trigger = { type: plan.document.trigger.type, output: input.trigger, at };
  const frames = new Set(journal.flatMap((record) => ("frame" in record && record.frame) || []));
  return {
    // Whoever called it off was the time limit.
    status: status === "cancelled" ? "timed-out" : (status as EndStatus),
    ...{ answer, error, values, unsent },
    steps: stepsOf({ trigger, journal, ended: true }),
    frames: [...frames],
    stepsIn(frame) {
      const reading = new FrameReading({ trigger, frame });
      for (const record of journal) reading.heed(record);
      return reading.steps({ ended: true });
    },
  };
}

/** Longest pause between two askings of a step that asks again, in milliseconds. */
const longestPauseMs = 1000;

function rehearsed(
  node: PlanNode,
  { recorded, real, once }: RehearsalGiven,
  { missing, unsent }: { missing: (node: PlanNode) => NodeError; unsent: Set<string> },
): PlanNode {
  const { runner } = node;
  const known = Object.hasOwn(recorded, node.key) ? recorded[node.key] : undefined;
  const settle = (
    result: RunResult<string>,
    given: RunArguments<unknown>,
  ): RunResult<string> | Promise<RunResult<string>> => {
    const { input } = given;
    if ("wait" in result) {
      if (result.wait.for === "moment" && result.wait.again) return later(result, given);
      if (result.wait.for !== "moment" || !runner.wake) throw missing(node);
      return runner.wake({ input, memo: result.memo ?? null, woken: { by: "moment" } });
    }
    if ("iterate" in result) return once?.has(node.key) ? firstOf(result) : result;
    // An event stays: its type may refuse it. What is left for it behind the step is never stored.
    const { start = [], ...rest } = result;
    if (start.length > 0 || (rest.emit ?? []).length > 0) unsent.add(node.key);
    return rest;
  };
  /** The other side is not asked faster than in earnest, but for long pauses. */
  const later = async ({ wait, memo = null }: Suspended, given: RunArguments<unknown>) => {
    const until = wait.for === "moment" ? wait.until : 0;
    const pause = Math.max(0, Math.min(until - Date.parse(given.context.now), longestPauseMs));
    await sleepFor(pause, undefined, { signal: given.context.signal });
    return settle(await runner.run({ ...given, memo } as never), { ...given, memo });
  };
  const run = (given: RunArguments<unknown>): RunResult<string> | Promise<RunResult<string>> => {
    if (known) return answerOf(known);
    if (node.outside && !real?.has(node.key)) throw missing(node);
    const result = runner.run(given as never);
    return result instanceof Promise ? result.then((late) => settle(late, given)) : settle(result, given);
  };
  return {
    ...node,
    outside: false,
    options: { ...node.options, retry: undefined, cache: undefined },
    // A container's own run says what its body runs over.
    runner: {
      ...runner,
      run: run as PlanNode["runner"]["run"],
      ...(runner.again && once?.has(node.key) ? { again: askedOnce(runner.again) } : {}),
    },
  };
}

/** The first run of a container's body alone. */
function firstOf(result: Iterated): Iterated {
  const { iterate } = result;
  if (iterate.over === "items")
    return { ...result, iterate: { ...iterate, items: iterate.items.slice(0, 1) } };
  if (iterate.over === "count")
    return { ...result, iterate: { ...iterate, count: Math.min(1, iterate.count) } };
  return result;
}

function askedOnce(again: NonNullable<PlanNode["runner"]["again"]>): typeof again {
  let asked = false;
  return (given) => {
    if (asked) return { more: false };
    asked = true;
    return again(given);
  };
}

function answerOf({ port, output, error }: RecordedAnswer): RunResult<string> {
  if (error) throw new NodeError(error);
  return { port, output } as RunResult<string>;
}

function notRecorded(): NodeError {
  return new NodeError({
    code: "not-recorded",
    message: "this step reaches outside, and the test case has nothing recorded for it",
  });
}
