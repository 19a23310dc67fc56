import type { Execution } from "@sluice/api/schemas";
import type { NewDelivery } from "../stores/deliveries/store.ts";
import type { CalledExecution, Suspect } from "../stores/executions/store.ts";
import type { Trial } from "../stores/intake/store.ts";
import { Askers } from "./askers.ts";
import { HandedOut } from "./begun-execution.ts";
import { type CancelGiven, calledOff } from "./called-off.ts";
import { turnBy } from "./concurrency-key.ts";
import { dropsBody } from "./drops-body.ts";
import type {
  BegunExecution,
  Engine,
  EngineDependencies,
  EngineNews,
  EnqueueGiven,
  PersonRun,
} from "./engine.ts";
import { tellAll, tellFirst } from "./execution-news.ts";
import { letGo } from "./let-go.ts";
import { newExecutionId } from "./new-id.ts";
import { insistOnStored } from "./not-stored.ts";
import { personInput } from "./person-input.ts";
import type { Plan } from "./plan.ts";
import { createPlanCache, type PlanCache } from "./plan-cache.ts";
import { createPool, type Pool } from "./pool.ts";
import { queuedRecord, runTask, storeQueued } from "./queued-record.ts";
import { readExecution } from "./read-execution.ts";
import { resolveWait } from "./resolve-wait.ts";
import { judge, takeUp } from "./resume.ts";
import { storeRetry } from "./retry-execution.ts";
import type { RunningExecution } from "./run-execution.ts";
import { noted, RunMaker } from "./run-maker.ts";
import { Strays } from "./strays.ts";
import { afterSuspected } from "./suspected-steps.ts";
import { diedAfter, usualWaits } from "./suspicion.ts";
import { Sweeper } from "./sweeper.ts";
import { TrialLane } from "./trial-lane.ts";
import { Untaken } from "./untaken.ts";
import { waitForRest } from "./wait-for-rest.ts";
import { WorkerLease } from "./worker-lease.ts";

interface Taking {
  /** It is not here any more; of a trial also: it has come further. */
  readonly left?: () => void;
  readonly trial?: Trial | undefined;
}

export class ExecutionEngine implements Engine {
  readonly #dependencies: EngineDependencies;
  readonly #clock: () => number;
  readonly #plans: PlanCache;
  readonly #runs: RunMaker;
  readonly #pool: Pool;
  readonly #lease: WorkerLease;
  readonly #sweeper: Sweeper;
  readonly #lane: TrialLane;
  readonly #strays: Strays;
  readonly #running = new Map<string, RunningExecution>();
  /** Taken from the sweeper and waiting for room in the pool. */
  readonly #taken = new Set<string>();
  readonly #askers: Askers;
  readonly #untaken: Untaken;
  #stopping = false;

  constructor(dependencies: EngineDependencies) {
    this.#dependencies = dependencies;
    const { clock = Date.now, concurrency = 32, intake, executions, log } = dependencies;
    this.#clock = clock;
    this.#plans = createPlanCache(dependencies);
    this.#pool = createPool({ concurrency, queueLimit: dependencies.queueLimit });
    this.#lease = dependencies.lease ?? new WorkerLease({ intake, clock, log });
    const worker = this.#lease.id;
    this.#runs = new RunMaker({ dependencies, clock, worker, called: () => this.poke() });
    this.#untaken = new Untaken(log);
    this.#askers = new Askers({ executions, isHere: this.#isHere });
    this.#sweeper = new Sweeper({
      ...{ executions, clock, log },
      room: () => 2 * concurrency - this.#taken.size,
      take: (id) => this.#take(id),
    });
    const strays = { executions, intake, worker, clock, log, isHere: this.#isHere };
    this.#strays = new Strays({ ...strays, freed: this.#due });
    this.#lane = new TrialLane({
      ...{ executions, intake, clock, log, isHere: this.#isHere },
      company: Math.max(4, Math.ceil(concurrency / 4)),
      lives: () => this.#lease.lives(),
      tryOut: (id, trial, left) => this.#take(id, { left, trial }),
      judge: (suspect, trial) => this.#judge(suspect, trial),
    });
  }

  get load() {
    const { running, queued, heldBytes, full } = this.#pool;
    return { running, queued, heldBytes, full, straySince: this.#strays.since };
  }

  plan(given: Parameters<Engine["plan"]>[0]): Promise<Plan> {
    return this.#plans.get(given);
  }

  begin(given: Parameters<Engine["begin"]>[0]): BegunExecution {
    const { executionId: id, plan, deliveryId, receivedAt, input, handOver = false, heap = 0 } = given;
    const startedBy = deliveryId === null ? "person" : "delivery";
    const concurrency = turnBy(plan.concurrency, input);
    const queuedAt = Math.floor(receivedAt);
    const seed = { id, plan, input, startedBy, deliveryId, queuedAt, origin: null, startKey: null } as const;
    const run = this.#runs.make({ ...seed, concurrency });
    if (concurrency || (handOver && this.#dependencies.takesUp === false)) return this.#queued(run);
    run.begin();
    return new HandedOut({
      run,
      outcome: run.outcome,
      accept: (delivery, more) => this.#accept(run, { delivery, more, heap }),
      ask: (until) => this.#askers.ask(id, { until, run }),
    });
  }

  async run(given: PersonRun): Promise<Execution> {
    const { workflowId, version, revision, document, input, waitMs = 10_000 } = given;
    const plan = await this.plan({ workflowId, version, revision, document });
    const at = this.#clock();
    const executionId = newExecutionId(at);
    const begun = this.begin({
      ...{ executionId, plan, deliveryId: null, receivedAt: at },
      input: personInput(document, { ...input, at }),
    });
    await begun.accept(null);
    await waitForRest(this.#dependencies.executions, { id: executionId, waitMs, isBusy: this.#isHere });
    const execution = await this.read(executionId);
    if (!execution) throw new Error(`the execution ${executionId} was stored and is not there`);
    return execution;
  }

  async enqueue(given: EnqueueGiven): ReturnType<Engine["enqueue"]> {
    const made = { plans: this.#plans, runs: this.#runs, at: this.#clock() };
    const stored = await storeQueued(this.#dependencies, given, made);
    if (stored?.created) this.#due(stored.executionId);
    return stored;
  }

  async retry(given: Parameters<Engine["retry"]>[0]): ReturnType<Engine["retry"]> {
    const stored = await storeRetry(this.#dependencies, { ...given, at: this.#clock() });
    if (stored !== undefined && stored !== "unfinished" && stored !== "body-not-kept") this.#due(stored);
    return stored;
  }

  read(id: string): Promise<Execution | undefined> {
    return readExecution(this.#dependencies, id);
  }

  cancel(id: string): Promise<boolean> {
    return this.#cancel({ id, news: "cancel", error: null });
  }

  async callOff({ id, origin }: CalledExecution): Promise<void> {
    await this.#cancel({ id, news: "call-off", error: calledOff(origin) });
  }

  async resolveWait(given: Parameters<Engine["resolveWait"]>[0]): ReturnType<Engine["resolveWait"]> {
    const { result, executionId } = await resolveWait(this.#dependencies, { ...given, now: this.#clock() });
    if (result === "resolved") this.#cameFor(executionId);
    return result;
  }

  /** Something came for one of its steps. */
  look(executionId: string): void {
    const run = this.#running.get(executionId);
    if (run) run.look();
    else this.poke();
  }

  async start(): Promise<void> {
    const { alone = true, takesUp = true, executions, log } = this.#dependencies;
    await this.#lease.begin({ alone });
    this.#strays.start();
    if (!takesUp) return;
    const left = await executions.countLeft({ now: this.#clock() });
    if (left.crashed + left.released > 0) {
      log.info(
        left,
        "executions that former processes left are taken up: after a crash, or let go at a shutdown",
      );
    }
    await this.#lane.start();
    await this.#sweeper.start();
  }

  poke(): void {
    this.#sweeper.poke();
  }

  takeUp(executionId: string, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      signal.addEventListener("abort", () => resolve(), { once: true });
      this.#take(executionId, { left: resolve });
    });
  }

  heard({ kind, executionId }: EngineNews): void {
    const run = this.#running.get(executionId);
    if (kind === "cancel") run?.cancel(null);
    else if (kind === "call-off") run?.cancel(calledOff(run.given.origin));
    else if (kind === "look") this.look(executionId);
    else this.poke();
  }

  async stop({ graceMs = 5000 }: { graceMs?: number } = {}): Promise<void> {
    this.#stopping = true;
    await Promise.all([this.#sweeper.stop(), this.#lane.stop()]);
    const interrupted = new Set(await this.#strays.stop());
    const interrupt = () => {
      for (const [id, run] of this.#running) {
        interrupted.add(id);
        run.interrupt();
      }
    };
    const timer = setTimeout(interrupt, graceMs);
    await this.#pool.close();
    clearTimeout(timer);
    interrupt();
    await letGo(this.#dependencies, { executionIds: [...interrupted], lease: this.#lease });
    await this.#dependencies.intake.drain();
  }

  async #cancel({ id, news, error }: CancelGiven): Promise<boolean> {
    const { intake, executions, tellOthers } = this.#dependencies;
    for (;;) {
      const run = this.#running.get(id);
      if (run) {
        run.cancel(error);
        await waitForRest(executions, { id, waitMs: 1000, isBusy: this.#isHere });
        return true;
      }
      const head = await executions.head(id);
      const dropBody = head !== undefined && (await dropsBody(this.#dependencies, head));
      if (await intake.cancelIdle({ executionId: id, now: this.#clock(), error, dropBody })) {
        this.poke();
        return true;
      }
      // It is being taken up here at this very moment.
      if (!this.#taken.has(id)) break;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    const stored = await executions.outcome(id);
    if (!stored || stored.finishedAt !== null) return false;
    tellOthers?.({ kind: news, executionId: id });
    return true;
  }

  async #accept(
    run: RunningExecution,
    given: { delivery: NewDelivery | null; more: Parameters<BegunExecution["accept"]>[1]; heap: number },
  ): Promise<void> {
    const { delivery, more, heap } = given;
    const { intake, hub } = this.#dependencies;
    const first = run.first();
    const { ended } = run;
    if (!ended) this.#running.set(run.given.id, run);
    try {
      const { execution, journal, effects } = first;
      insistOnStored(await intake.accept({ delivery, execution, journal, effects, ...more }));
    } catch (error) {
      this.#running.delete(run.given.id);
      run.interrupt();
      this.#strays.drop(run.given.id, error);
      throw error;
    }
    run.accepted();
    tellFirst(hub, run, first.journal);
    if (ended) this.#left(run);
    else if (!this.#stopping) this.#pool.add(() => this.#proceed(run), heap);
  }

  /** It is stored as it comes, and begins when somebody takes it up. */
  #queued(run: RunningExecution): BegunExecution {
    const { intake, hub, alone = true } = this.#dependencies;
    const { id, plan } = run.given;
    return new HandedOut({
      run,
      outcome: undefined,
      accept: async (delivery, more) => {
        const stored = await intake.accept({
          ...{ delivery, execution: queuedRecord(run), journal: null },
          // One of the other processes is told by the queue; a hint that is lost is made good by their sweepers.
          effects: alone ? null : runTask(id),
          refuseWhenFull: plan.concurrency?.whenFull === "refuse",
          ...more,
        });
        insistOnStored(stored);
        tellFirst(hub, run, null);
        this.poke();
      },
      ask: (until) => this.#askers.ask(id, { until }),
    });
  }

  async #proceed(run: RunningExecution): Promise<void> {
    const { id } = run.given;
    this.#askers.taken(run);
    try {
      const came = await run.proceed();
      this.#running.delete(id);
      if (came !== "interrupted") {
        // First: the news may fail, and who waits for it must not.
        this.#left(run);
        await tellAll(this.#dependencies, run);
      }
    } catch (err) {
      run.interrupt();
      this.#dependencies.log.error({ executionId: id, err }, "an execution was left to the next start");
      this.#strays.drop(id, err);
    } finally {
      this.#running.delete(id);
    }
  }

  readonly #isHere = (id: string): boolean => this.#running.has(id) || this.#taken.has(id);

  /** Somebody should take it up. */
  readonly #due = (executionId: string): void => {
    this.poke();
    this.#dependencies.tellOthers?.({ kind: "due", executionId });
  };

  /** Something is there for one of its steps, whoever runs it. */
  #cameFor(executionId: string): void {
    this.look(executionId);
    this.#dependencies.tellOthers?.({ kind: "look", executionId });
  }

  /** It has ended, or sleeps: what waited for that may be due. */
  #left(run: RunningExecution): void {
    const { origin, startedBy } = run.given;
    const caller = startedBy === "call" ? origin?.executionId : undefined;
    if (caller !== undefined) this.#cameFor(caller);
    // The turn of its key is free, something came while it lay down, or it called others; most end without any of these.
    if (run.given.concurrency || run.hasCalled || !run.ended) this.poke();
    else this.#sweeper.roomAgain();
  }

  #take(id: string, { left = noted, trial }: Taking = {}): void {
    if (this.#isHere(id)) {
      left();
      return;
    }
    this.#taken.add(id);
    this.#pool.add(() => this.#resume(id, { left, trial }));
  }

  async #resume(id: string, { left = noted, trial }: Taking): Promise<void> {
    let failure: unknown;
    try {
      const taken = await takeUp(this.#dependencies, { ...this.#mine(id), trial });
      this.#untaken.worked();
      if (!taken) return;
      const { given, stored, replayed } = taken;
      const settled = trial ? afterSuspected(replayed.due, left) : noted;
      const run = this.#runs.make(given, { epoch: given.epoch, seq: stored.nextSeq, settled });
      this.#running.set(id, run);
      run.resume(replayed, stored);
      await this.#proceed(run);
    } catch (err) {
      failure = err;
    } finally {
      const over = () => {
        this.#taken.delete(id);
        this.#strays.drop(id, failure);
        this.poke();
        left();
      };
      const restMs = failure === undefined ? 0 : this.#untaken.failed(id, failure);
      if (restMs > 0) setTimeout(over, restMs).unref();
      else over();
    }
  }

  #mine(id: string) {
    return { id, worker: this.#lease.id, clock: this.#clock, plans: this.#plans };
  }

  async #judge(suspect: Suspect, trial: Trial): Promise<void> {
    const { trialWaits: waits = usualWaits } = this.#dependencies;
    const mine = this.#mine(suspect.id);
    this.#taken.add(suspect.id);
    try {
      await judge(this.#dependencies, { ...mine, trial, diedAfterMs: diedAfter(suspect), waits });
    } catch (err) {
      this.#strays.drop(suspect.id, err);
      throw err;
    } finally {
      this.#taken.delete(suspect.id);
    }
  }
}
