import type { EngineDependencies } from "./engine.ts";
import { reachOf } from "./reach.ts";
import { RunningExecution } from "./run-execution.ts";
import type { RunGiven, RunSeed } from "./run-given.ts";

/** Nobody wants to know. */
export function noted(): void {}

export function nobodyAsks(): boolean {
  return false;
}

/** Makes executions that run here, with all that they run on. */
export class RunMaker {
  readonly #given: {
    readonly dependencies: EngineDependencies;
    readonly clock: () => number;
    readonly worker: string;
    readonly called: () => void;
  };
  readonly #published: RunGiven["published"] = (id) => this.#given.dependencies.workflows.published(id);

  constructor(given: {
    dependencies: EngineDependencies;
    clock: () => number;
    /** The process that holds them. */
    worker: string;
    called: () => void;
  }) {
    this.#given = given;
  }

  make(
    seed: RunSeed,
    more: { epoch?: number; seq?: number; settled?: RunGiven["settled"] } = {},
  ): RunningExecution {
    const { dependencies, clock, worker, called } = this.#given;
    const { intake, executions, waits, env, log, outside, callbackUrl } = dependencies;
    const { tellsSuccess = nobodyAsks } = dependencies;
    const { id, plan, input, startedBy, deliveryId, queuedAt, origin, startKey, concurrency } = seed;
    const { epoch = 1, seq = 0, settled = noted } = more;
    const given: RunGiven = {
      id,
      plan,
      input,
      startedBy,
      deliveryId,
      queuedAt,
      origin,
      startKey,
      concurrency,
      worker,
      epoch,
      intake,
      executions,
      waits,
      reach: reachOf(outside, plan),
      published: this.#published,
      called,
      callbackUrl,
      env,
      clock,
      random: Math.random,
      tellsSuccess,
      log,
      settled,
    };
    return new RunningExecution(given, seq);
  }
}
