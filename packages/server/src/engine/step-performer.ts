import type { Scope } from "@sluice/workflow/expressions";
import type { Json, JsonObject } from "@sluice/workflow/node-contract";
import type { GraphRun } from "./graph-run.ts";
import { isoTime } from "./iso-time.ts";
import { cachedOutcome, cacheHash } from "./node-cache.ts";
import { type FailedOutcome, performStep, type StepOutcome, settleStep } from "./perform-step.ts";
import type { PlanNode } from "./plan-node.ts";
import { stepId } from "./replay.ts";
import type { RunGiven } from "./run-given.ts";
import type { SettleMore } from "./settle-step.ts";
import { callsOf, startsCalls } from "./start-calls.ts";
import type { LoopScope } from "./step-memory.ts";
import type { StartedStep, StepRecorder } from "./step-recorder.ts";
import { untilAnswered } from "./until-answered.ts";

interface PerformerGiven {
  readonly run: RunGiven;
  readonly graph: GraphRun;
  readonly recorder: StepRecorder;
  readonly host: PerformHost;
}

/** What performing a step asks of whoever runs the execution. */
export interface PerformHost {
  /** What the expressions of a step that begins at `at` (milliseconds since 1970) see. */
  scopeOf(frame: string, at: number, loop?: LoopScope): Scope;
  /** Resolves when what waits is on disk, or never will be. */
  write(): Promise<void>;
  settle(step: StartedStep, outcome: StepOutcome, more: SettleMore): void;
  /** Something came back later: there may be work. */
  woke(): void;
  /** A notice for the execution's record. */
  warn(warning: { code: string; message: string; node: string }): void;
}

/** Performs the steps of an execution, and knows which of them run. */
export class StepPerformer {
  readonly #given: PerformerGiven;
  readonly #running = new Map<string, StartedStep>();

  constructor(given: PerformerGiven) {
    this.#given = given;
  }

  get running(): number {
    return this.#running.size;
  }

  /** It has to be on disk that the step begins, or that it may have been answered before. */
  needsDisk(step: StartedStep): boolean {
    const node = this.#node(step);
    return node !== undefined && (node.outside || node.options.cache !== undefined);
  }

  perform(step: StartedStep): void {
    if (this.needsDisk(step)) void this.#performCarefully(step);
    else this.#perform(step, undefined);
  }

  /** Takes a running step out: what it still answers counts for nothing. */
  take(frame: string, node: number): StartedStep | undefined {
    const id = stepId(frame, node);
    const step = this.#running.get(id);
    this.#running.delete(id);
    return step;
  }

  /** Aborts all that runs. */
  interrupt(reason: string): void {
    for (const step of this.#running.values()) step.control.abort(reason);
    this.#running.clear();
  }

  #node({ node }: StartedStep): PlanNode | undefined {
    return this.#given.run.plan.nodes[node];
  }

  /** What led here, and that it is about to happen, is on disk before anything outside happens. */
  async #performCarefully(step: StartedStep): Promise<void> {
    const { run, recorder, host } = this.#given;
    const id = stepId(step.frame, step.node);
    const node = this.#node(step);
    if (!node) return;
    this.#running.set(id, step);
    step.startedAt = run.clock();
    let hash: string | undefined;
    if (node.options.cache) {
      const known = await this.#cached(step, node);
      if ("outcome" in known) {
        this.#settle(step, known.outcome, { cached: known.outcome.kind === "finished" });
        host.woke();
        return;
      }
      hash = known.hash;
    }
    if (node.outside) {
      recorder.started(step);
      await host.write();
    }
    if (this.#running.get(id) === step) this.#perform(step, hash);
    // It may have come back at once, while everybody waited for the disk.
    host.woke();
  }

  /**
   * What the node answered before, or the failure to ask; else under which hash its answer is to be kept, if it is: without a
   * key it runs, and the execution says why nothing was kept.
   */
  async #cached(
    step: StartedStep,
    node: PlanNode,
  ): Promise<{ outcome: StepOutcome } | { hash: string | undefined }> {
    const { run, host } = this.#given;
    const now = run.clock();
    const asked = await outcomeOf(async () => {
      const hash = cacheHash(node, host.scopeOf(step.frame, now));
      const { workflowId } = run.plan;
      if (hash === undefined) return { hash, answer: undefined };
      const cached = () => run.executions.cached({ workflowId, node: node.key, hash, now });
      return { hash, answer: await untilAnswered(cached, () => step.control.aborted) };
    });
    if ("kind" in asked) return { outcome: asked };
    if (asked.hash === undefined) {
      const message =
        "the cache key is missing or empty: the step ran, and its output is not kept for others";
      host.warn({ code: "cache-key-empty", message, node: node.key });
    }
    return asked.answer ? { outcome: cachedOutcome(asked.answer) } : { hash: asked.hash };
  }

  #perform(step: StartedStep, hash: string | undefined): void {
    const { run, graph, host } = this.#given;
    const node = this.#node(step);
    if (!node) return;
    const id = stepId(step.frame, step.node);
    step.startedAt = run.clock();
    const outcome = performStep({
      node,
      scope: host.scopeOf(step.frame, step.startedAt, this.#loopOf(step, node)),
      memo: step.memo,
      input: graph.memory.inputOf(step.frame, step.from),
      idempotencyKey: `${run.id}/${node.key}/${step.frame}`,
      attempt: step.attempt,
      now: isoTime(step.startedAt),
      control: step.control,
      reach: run.reach,
    });
    if (!(outcome instanceof Promise) && !startsCalls(outcome)) {
      // It came back at once: nobody can have called it off meanwhile.
      this.#running.delete(id);
      host.settle(step, outcome, { hash });
      return;
    }
    this.#running.set(id, step);
    void this.#settleLater(step, outcome, hash);
  }

  /** What a step that is run again sees as `item` and `index`; undefined: what is around it. */
  #loopOf({ frame, memo }: StartedStep, { asksAgain }: PlanNode): LoopScope | undefined {
    if (!asksAgain) return undefined;
    const { item = null, index = 0 } = isRecord(memo) ? memo : {};
    return { ...this.#given.graph.memory.loopIn(frame), item, index: Number(index) };
  }

  async #settleLater(
    step: StartedStep,
    outcome: StepOutcome | Promise<StepOutcome>,
    hash: string | undefined,
  ): Promise<void> {
    const late = await outcome;
    if (!startsCalls(late)) this.#settle(step, late, { hash });
    else {
      const made = () => callsOf(this.#given.run, step, late);
      const calls = await outcomeOf(() => untilAnswered(made, () => step.control.aborted));
      if ("kind" in calls) this.#settle(step, calls, {});
      else this.#settle(step, late, { calls, hash });
    }
    this.#given.host.woke();
  }

  #settle(step: StartedStep, outcome: StepOutcome, more: SettleMore): void {
    const id = stepId(step.frame, step.node);
    if (this.#running.get(id) !== step) return;
    this.#running.delete(id);
    this.#given.host.settle(step, outcome, more);
  }
}

function isRecord(value: Json): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What a promise comes to, or the failure it ends in. */
async function outcomeOf<Result>(make: () => Promise<Result>): Promise<Result | FailedOutcome> {
  try {
    return await make();
  } catch (thrown) {
    return settleStep(() => {
      throw thrown;
    }) as FailedOutcome;
  }
}
