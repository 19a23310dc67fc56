import type { Execution } from "@sluice/api/schemas";
import type { NewDelivery } from "../stores/deliveries/store.ts";
import type { BegunExecution, Engine, EngineDependencies, PersonRun } from "./engine.ts";
import { newExecutionId } from "./new-id.ts";
import { personInput } from "./person-input.ts";
import type { Plan } from "./plan.ts";
import { createPlanCache, type PlanCache } from "./plan-cache.ts";
import { createPool, type Pool } from "./pool.ts";
import { readExecution, summaryOf } from "./read-execution.ts";
import { takeUp } from "./resume.ts";
import { type RunGiven, RunningExecution } from "./run-execution.ts";
import { stepsOf } from "./steps-of.ts";

/** Executions read at a time when a process starts. */
const pageSize = 500;

export class ExecutionEngine implements Engine {
  readonly #dependencies: EngineDependencies;
  readonly #clock: () => number;
  readonly #plans: PlanCache;
  readonly #pool: Pool;
  readonly #queueLimit: number;
  readonly #running = new Map<string, RunningExecution>();
  #stopping = false;

  constructor(dependencies: EngineDependencies) {
    this.#dependencies = dependencies;
    this.#clock = dependencies.clock ?? Date.now;
    this.#plans = createPlanCache(dependencies);
    this.#pool = createPool(dependencies.concurrency ?? 32);
    this.#queueLimit = dependencies.queueLimit ?? 10_000;
  }

  get load() {
    const { running, queued } = this.#pool;
    return { running, queued, full: queued >= this.#queueLimit };
  }

  plan(given: Parameters<Engine["plan"]>[0]): Promise<Plan> {
    return this.#plans.get(given);
  }

  begin(given: Parameters<Engine["begin"]>[0]): BegunExecution {
    const { executionId, plan, deliveryId, receivedAt, input } = given;
    const startedBy = deliveryId === null ? "person" : "delivery";
    const run = this.#make({
      id: executionId,
      plan,
      input,
      startedBy,
      deliveryId,
      queuedAt: Math.floor(receivedAt),
    });
    run.begin();
    return {
      id: executionId,
      outcome: run.outcome,
      warn: (warning) => run.warn(warning),
      accept: (delivery) => this.#accept(run, delivery),
      answered: run.answered,
    };
  }

  async run({
    workflowId,
    version,
    revision,
    document,
    input,
    waitMs = 10_000,
  }: PersonRun): Promise<Execution> {
    const plan = await this.plan({ workflowId, version, revision, document });
    const at = this.#clock();
    const executionId = newExecutionId(at);
    const given = {
      executionId,
      plan,
      deliveryId: null,
      receivedAt: at,
      input: personInput(document, input),
    };
    const begun = this.begin(given);
    await begun.accept(null);
    await this.#waitForEnd(executionId, waitMs);
    const execution = await this.read(executionId);
    if (!execution) throw new Error(`the execution ${executionId} was stored and is not there`);
    return execution;
  }

  read(id: string): Promise<Execution | undefined> {
    return readExecution(this.#dependencies, id);
  }

  cancel(id: string): boolean {
    const run = this.#running.get(id);
    run?.cancel();
    return run !== undefined;
  }

  async start(): Promise<void> {
    let after = "";
    for (;;) {
      const ids = await this.#dependencies.executions.unfinished({ after, limit: pageSize });
      for (const id of ids) if (!this.#running.has(id)) this.#pool.add(() => this.#resume(id));
      const last = ids.at(-1);
      if (last === undefined || ids.length < pageSize) return;
      after = last;
    }
  }

  async stop({ graceMs = 5000 }: { graceMs?: number } = {}): Promise<void> {
    const { intake, log } = this.#dependencies;
    this.#stopping = true;
    const interrupted = new Set<string>();
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
    // Only crashes count against an execution: a server that is restarted every day must not set long ones aside.
    await intake.released([...interrupted]).catch((err: unknown) => {
      log.error({ err }, "the attempts at interrupted executions were not forgotten");
    });
    await intake.drain();
  }

  #make(given: Pick<RunGiven, "id" | "plan" | "input" | "startedBy" | "deliveryId" | "queuedAt">, seq = 0) {
    const { intake, env, log } = this.#dependencies;
    return new RunningExecution({ ...given, intake, env, log, clock: this.#clock }, seq);
  }

  async #accept(run: RunningExecution, delivery: NewDelivery | null): Promise<void> {
    const journal = run.journal.first();
    const execution = run.record();
    const { ended } = run;
    if (!ended) this.#running.set(run.given.id, run);
    try {
      await this.#dependencies.intake.accept({ delivery, execution, journal });
    } catch (error) {
      this.#running.delete(run.given.id);
      run.interrupt();
      throw error;
    }
    run.accepted();
    this.#tell(run, journal);
    if (!ended && !this.#stopping) this.#pool.add(() => this.#proceed(run));
  }

  async #proceed(run: RunningExecution): Promise<void> {
    const { id } = run.given;
    try {
      await run.proceed();
      if (run.ended) await this.#tellAll(run);
    } catch (error) {
      this.#dependencies.log.error({ execution: id, err: error }, "an execution was left to the next start");
    } finally {
      this.#running.delete(id);
    }
  }

  async #resume(id: string): Promise<void> {
    try {
      const taken = await takeUp(this.#dependencies, { id, clock: this.#clock, plans: this.#plans });
      if (!taken) return;
      const { given, stored, replayed } = taken;
      const run = this.#make(given, stored.nextSeq);
      this.#running.set(id, run);
      run.resume(replayed, stored);
      await this.#proceed(run);
    } catch (error) {
      this.#dependencies.log.error({ execution: id, err: error }, "an execution could not be taken up again");
    }
  }

  async #waitForEnd(id: string, waitMs: number): Promise<void> {
    const until = Date.now() + waitMs;
    while (this.#running.has(id) && Date.now() < until)
      await new Promise((resolve) => setTimeout(resolve, 10));
  }

  /** News of an execution that was accepted, with the steps of its first chunk. Nothing is made when nobody listens. */
  #tell(run: RunningExecution, journal: string | null): void {
    const { hub } = this.#dependencies;
    if (hub.readers === 0) return;
    const { plan, id, input, queuedAt } = run.given;
    const { workflowId } = plan;
    hub.publish({ kind: "execution", workflowId, execution: summaryOf(run.record()) });
    const trigger = { type: plan.document.trigger.type, output: input.trigger, at: queuedAt };
    for (const step of stepsOf(trigger, journal === null ? [] : JSON.parse(journal))) {
      hub.publish({ kind: "step", workflowId, executionId: id, step });
    }
  }

  async #tellAll(run: RunningExecution): Promise<void> {
    const { hub } = this.#dependencies;
    if (hub.readers === 0) return;
    const { plan, id } = run.given;
    const { workflowId } = plan;
    const execution = await this.read(id);
    for (const step of execution?.steps ?? [])
      hub.publish({ kind: "step", workflowId, executionId: id, step });
    hub.publish({ kind: "execution", workflowId, execution: summaryOf(run.record()) });
  }
}
