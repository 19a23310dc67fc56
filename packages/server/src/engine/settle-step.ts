import type { Scope } from "@sluice/workflow/expressions";
import {
  type CallerAnswer,
  type Iterated,
  type Json,
  NodeError,
  type Wait,
  type Woken,
} from "@sluice/workflow/node-contract";
import { newId } from "../ids.ts";
import type { NewExecution } from "../stores/executions/store.ts";
import type { WaitPlace } from "../stores/waits/store.ts";
import type { Effect } from "./advance.ts";
import { cancelCalled } from "./called-off.ts";
import { rootFrame } from "./frame-id.ts";
import type { GraphRun } from "./graph-run.ts";
import type { JournalWriter } from "./journal-writer.ts";
import { cacheEntry } from "./node-cache.ts";
import {
  type FailedOutcome,
  type FinishedOutcome,
  performAgain,
  type StepOutcome,
  settleStep,
} from "./perform-step.ts";
import type { PlanNode } from "./plan-node.ts";
import { stepId } from "./replay.ts";
import { retryDelay } from "./retry.ts";
import type { RunGiven } from "./run-given.ts";
import { byMoment, type SleepingStep, type SleepingSteps } from "./sleeping-steps.ts";
import { errorOutput } from "./step-failure.ts";
import { keyOf, type LoopScope } from "./step-memory.ts";
import type { StartedStep, StepRecorder } from "./step-recorder.ts";

/** Each takes some 30 µs. */
const mostWoken = 200;

/** What settling a step tells whoever runs the execution. */
export interface SettleHost {
  /** True when it is the first answer. */
  answer(answer: CallerAnswer, node: string): boolean;
  /** What the expressions of the next run of a container's body see. */
  scopeOf(frame: string, at: number, loop: LoopScope): Scope;
  /** The execution fails by this. */
  failed(error: { code: string; message: string; node: string }, byDesign: boolean): void;
  /** A step sleeps until somebody comes, who may have been there already. */
  mayBeResolved(): void;
}

export interface SettleMore {
  /** The executions that its outcome starts, made ready. */
  readonly calls?: readonly NewExecution[];
  /** Its output came from the cache. */
  readonly cached?: boolean;
  /** Under which its output is to be kept for others. */
  readonly hash?: string | undefined;
}

/** What becomes of a step once its run has come to something: records, memory and the graph's next move. */
export class StepSettler {
  hasCalled = false;
  readonly #given: {
    run: RunGiven;
    graph: GraphRun;
    journal: JournalWriter;
    recorder: StepRecorder;
    sleeping: SleepingSteps;
    host: SettleHost;
  };

  constructor(given: {
    run: RunGiven;
    graph: GraphRun;
    journal: JournalWriter;
    recorder: StepRecorder;
    sleeping: SleepingSteps;
    host: SettleHost;
  }) {
    this.#given = given;
  }

  settle(step: StartedStep, outcome: StepOutcome, more: SettleMore = {}): void {
    const { calls = [] } = more;
    switch (outcome.kind) {
      case "failed":
        this.#failedAttempt(step, outcome);
        break;
      case "finished":
        this.#finish(step, outcome, more);
        break;
      case "suspended":
        this.#suspend(step, { ...outcome.suspended, calls });
        break;
      case "iterated":
        this.#iterate(step, outcome.iterated);
        break;
    }
  }

  /** A step that slept goes on. */
  wake({ step, wait, memo }: SleepingStep, woken: Woken): void {
    if (wait.for === "retry" || (wait.for === "moment" && wait.again)) {
      this.#given.graph.again(step);
      return;
    }
    const { runner } = this.#node(step.node);
    if (wait.for !== "moment") {
      const state = woken.by === "moment" ? "expired" : "done";
      this.#given.journal.leave({ endedWaits: [{ ...this.#place(step), state }] });
    }
    const input = this.#given.graph.memory.inputOf(step.frame, step.from);
    const outcome = settleStep(() => {
      if (!runner.wake) throw new Error(`${keyOf(this.#plan.graph, step.node)} sleeps and cannot be woken`);
      return runner.wake({ input, memo, woken });
    });
    this.settle(step, outcome);
  }

  /** A step that slept was called off: what still comes for it is told so. */
  forget({ step, wait }: SleepingStep): void {
    if (wait.for === "moment" || wait.for === "retry") return;
    const tasks = wait.for === "call" ? [cancelCalled(this.#given.run.id)] : [];
    this.#given.journal.leave({ endedWaits: [{ ...this.#place(step), state: "closed" }], tasks });
  }

  /** Asks a container whether its body runs once more, or takes what its runs came to. */
  containerWork(effect: Effect & { kind: "ask" | "collect" }): void {
    const { graph } = this.#given;
    const step = graph.open.get(stepId(effect.frame, effect.node));
    if (!step) return;
    if (effect.kind === "ask") this.#ask(step, effect.index);
    else {
      const { runner } = this.#node(effect.node);
      const outcomes = graph.memory.collect(effect.frame, effect.node);
      const outcome = settleStep(() => {
        if (!runner.collect) throw new Error("a container that cannot collect");
        return runner.collect({ outcomes, stopped: effect.stopped });
      });
      graph.open.delete(stepId(effect.frame, effect.node));
      this.settle(step, outcome);
    }
  }

  get #plan() {
    return this.#given.run.plan;
  }

  #node(node: number): PlanNode {
    const found = this.#plan.nodes[node];
    if (!found) throw new Error(`the plan has no node ${node}`);
    return found;
  }

  #place({ frame, node }: StartedStep): WaitPlace {
    return { executionId: this.#given.run.id, node: keyOf(this.#plan.graph, node), frame };
  }

  #finish(
    step: StartedStep,
    outcome: FinishedOutcome,
    { calls = [], cached = false, hash }: SettleMore,
  ): void {
    const { graph, journal, recorder, host, run } = this.#given;
    const { ports, output, answer, end } = outcome;
    const { frame, node } = step;
    const key = keyOf(this.#plan.graph, node);
    const answered = answer !== undefined && host.answer(answer, key);
    graph.memory.set(frame, node, output);
    recorder.finished(step, outcome, { answered, cached });
    if (calls.length > 0) {
      this.hasCalled = true;
      journal.leave({ calls });
    }
    for (const event of outcome.emit) {
      const id = newId("evt", run.clock());
      const data = this.#plan.redactor.json(JSON.stringify(event.data), event.data);
      const row = { id, type: event.type, data, occurredAt: run.clock(), executionId: run.id };
      journal.leave({ events: [row], tasks: [{ kind: "fan-out-event", payload: { eventId: id } }] });
    }
    if (hash !== undefined) {
      const { workflowId } = this.#plan;
      const entry = cacheEntry({ workflowId, node: this.#node(node), hash, now: run.clock(), outcome });
      if (entry) journal.leave({ cached: [entry] });
    }
    if (end?.status === "failed") {
      const message = this.#plan.redactor.text(end.message ?? "the workflow ended as failed");
      host.failed({ code: "ended-as-failed", message, node: key }, true);
    }
    graph.apply(
      end ? { kind: "ended", frame, node, status: end.status } : { kind: "finished", frame, node, ports },
    );
  }

  #failedAttempt(step: StartedStep, outcome: FailedOutcome): void {
    const { run, recorder, sleeping } = this.#given;
    const { options, repeats } = this.#node(step.node);
    // What a crash cut off was no try of the user's: it used up nothing of what they allow.
    const attempt = step.attempt - step.cutOff;
    // A container that was tried again would run its body's finished steps again.
    const delay =
      repeats === undefined
        ? retryDelay({ options: options.retry, failure: outcome.failure, attempt, random: run.random() })
        : undefined;
    if (delay === undefined) {
      this.#fail(step, outcome);
      return;
    }
    const until = run.clock() + delay;
    recorder.retrying(step, outcome, until);
    sleeping.add({ step, wait: { for: "retry", until }, memo: null });
  }

  #fail(step: StartedStep, outcome: FailedOutcome): void {
    const { run, graph, recorder, host } = this.#given;
    const { frame, node, attempt } = step;
    const key = keyOf(this.#plan.graph, node);
    const { error } = outcome.failure;
    const handled = this.#plan.graph.nodes[node]?.onError ?? "stop";
    const output = errorOutput(outcome.failure, { node: key, attempt });
    if (outcome.failure.unforeseen) {
      run.log.error({ executionId: run.id, node: key, err: outcome.cause }, "a step crashed");
    }
    graph.memory.set(frame, node, output);
    graph.memory.fail(frame, node, error);
    recorder.failed(step, outcome, { handled, output });
    if (handled === "stop" && frame === rootFrame) {
      host.failed({ ...error, message: this.#plan.redactor.text(error.message), node: key }, false);
    }
    graph.open.delete(stepId(frame, node));
    graph.apply({ kind: "failed", frame, node });
  }

  #suspend(
    step: StartedStep,
    { wait: asks, memo = null, calls }: { wait: Wait; memo?: Json; calls: readonly NewExecution[] },
  ): void {
    const wait = inWholeMilliseconds(asks);
    const { run, journal, recorder, sleeping, host } = this.#given;
    recorder.suspended(step, wait, memo);
    const again = wait.for === "moment" && wait.again === true;
    // Each time that it is run again has tries of its own.
    sleeping.add({ step: again ? { ...step, attempt: 0, cutOff: 0, memo } : step, wait, memo });
    if (wait.for === "moment") {
      if (wait.until <= run.clock()) this.wakeDue(run.clock());
      return;
    }
    const asked = wait.for === "approval" ? wait : { title: "", message: "" };
    journal.leave({
      calls,
      waits: [
        {
          ...this.#place(step),
          workflowId: this.#plan.workflowId,
          kind: wait.for,
          approvalId: wait.for === "approval" ? newId("apr", run.clock()) : null,
          title: this.#plan.redactor.text(asked.title),
          message: this.#plan.redactor.text(asked.message),
          askedAt: run.clock(),
          until: wait.until,
        },
      ],
    });
    host.mayBeResolved();
  }

  /** Wakes the steps whose moment has come; of very many a part, so that others have the thread in between. */
  wakeDue(now: number): void {
    for (const sleeping of this.#given.sleeping.takeDue(now, mostWoken)) this.wake(sleeping, byMoment);
  }

  #iterate(step: StartedStep, iterated: Iterated): void {
    const { graph, recorder } = this.#given;
    const { iterate, concurrency, onItemError, limit } = iterated;
    const total =
      iterate.over === "items" ? iterate.items.length : iterate.over === "count" ? iterate.count : null;
    if (total !== null && total > limit) {
      this.settle(step, tooMany(limit));
      return;
    }
    const { frame, node } = step;
    recorder.opened(step, iterated);
    graph.open.set(stepId(frame, node), step);
    graph.memory.openContainer(frame, node, {
      items: iterate.over === "items" ? iterate.items : null,
      repeats: this.#node(node).repeats ?? true,
      input: graph.memory.inputOf(frame, step.from),
      ...{ limit, carries: total === null },
    });
    graph.apply({ kind: "opened", frame, node, total, concurrency, onItemError });
  }

  #ask(step: StartedStep, index: number): void {
    const { graph, recorder } = this.#given;
    const { frame, node } = step;
    if (index >= graph.memory.limitOf(frame, node)) {
      this.settle(step, tooMany(graph.memory.limitOf(frame, node)));
      return;
    }
    const loop = graph.memory.nextLoopOf(frame, node, index);
    const scope = this.#given.host.scopeOf(frame, this.#given.run.clock(), loop);
    const asked = performAgain(this.#node(node), scope);
    if ("kind" in asked) {
      this.settle(step, asked);
      return;
    }
    recorder.asked({ frame, node, index, more: asked.more, rules: asked.rules });
    graph.apply({ kind: "asked", frame, node, more: asked.more });
  }
}

function tooMany(limit: number): FailedOutcome {
  const outcome = settleStep(() => {
    throw new NodeError({
      code: "loop-limit",
      message: `more than ${limit} iterations; raise the limit of this loop, or give it less`,
    });
  });
  return outcome as FailedOutcome;
}

/** Moments are stored as whole numbers: a part of a millisecond is one more. */
function inWholeMilliseconds<Of extends Wait>(wait: Of): Of {
  return wait.until === null || Number.isInteger(wait.until)
    ? wait
    : { ...wait, until: Math.ceil(wait.until) };
}
