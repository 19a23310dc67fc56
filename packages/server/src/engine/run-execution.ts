import type { Scope } from "@sluice/workflow/expressions";
import type { CallerAnswer, Json } from "@sluice/workflow/node-contract";
import type { ExecutionInput, ExecutionProgress, NewExecution } from "../stores/executions/store.ts";
import type { IntakeStore } from "../stores/intake/store.ts";
import { advance, type Effect, type ExecutionEvent } from "./advance.ts";
import type { CallerOutcome } from "./engine.ts";
import { JournalWriter } from "./journal-writer.ts";
import { performStep, StepControl, type StepOutcome } from "./perform-step.ts";
import type { Plan } from "./plan.ts";
import type { Replayed } from "./replay.ts";
import type { EndStatus, ExecutionState } from "./state.ts";
import { errorOutput } from "./step-failure.ts";
import { keyOf, StepMemory } from "./step-memory.ts";
import { type StartedStep, StepRecorder } from "./step-recorder.ts";

export interface RunGiven {
  readonly id: string;
  readonly plan: Plan;
  readonly input: ExecutionInput;
  readonly startedBy: "delivery" | "person";
  readonly deliveryId: string | null;
  readonly queuedAt: number;
  readonly intake: IntakeStore;
  readonly env: { readonly [name: string]: Json };
  readonly clock: () => number;
  readonly log: { error(details: object, message: string): void };
}

/** Longest stretch of steps without letting others have the thread, in milliseconds. */
const stretchMs = 10;
/** Records that are written before the next natural moment. */
const manyRecords = 256;

/**
 * One execution in memory: perform, journal, advance, until nothing is due. It begins before it is stored: steps
 * without effects outside run at once (`begin`), so that they share the commit that accepts the delivery. Long because
 * every method works on the same few private fields; what could leave them stands in the files that it imports.
 */
export class RunningExecution {
  readonly given: RunGiven;
  /** Resolves with the caller's outcome once what led to it is on disk. */
  readonly answered: Promise<CallerOutcome>;
  readonly journal: JournalWriter;
  outcome: CallerOutcome | undefined;
  readonly progress: { -readonly [Field in keyof ExecutionProgress]: ExecutionProgress[Field] };
  readonly #recorder: StepRecorder;
  #state: ExecutionState;
  #memory: StepMemory;
  #order = 0;
  #accepted = false;
  #interrupted = false;
  readonly #ready: StartedStep[] = [];
  /** With effects outside, before the execution is on disk. */
  readonly #held: StartedStep[] = [];
  readonly #running = new Map<number, StartedStep>();
  readonly #cancelled: (StartedStep & { finishedAt: number })[] = [];
  readonly #skipped: number[] = [];
  #resolveAnswered: (outcome: CallerOutcome) => void = () => {};
  #wake: () => void = () => {};

  constructor(given: RunGiven, seq = 0) {
    this.given = given;
    const { id, plan, input, intake } = given;
    this.journal = new JournalWriter({ executionId: id, intake, redactor: plan.redactor, seq });
    this.#recorder = new StepRecorder({ plan, journal: this.journal, clock: given.clock });
    this.answered = new Promise((resolve) => {
      this.#resolveAnswered = resolve;
    });
    this.#state = plan.begun.state;
    this.#memory = new StepMemory(plan.graph, input.trigger);
    this.progress = {
      status: "running",
      startedAt: given.clock(),
      finishedAt: null,
      answer: null,
      error: null,
      failedByDesign: false,
      warnings: [],
    };
  }

  get ended(): boolean {
    return this.#state.ended !== null;
  }

  /** The first part: everything that needs nothing from outside, up to a small budget of time. */
  begin(): void {
    for (const effect of this.given.plan.begun.effects) this.#heed(effect);
    this.#pump();
  }

  /** Goes on from its journal instead of beginning: finished steps are not run again. */
  resume(replayed: Replayed, stored: ExecutionProgress): void {
    Object.assign(this.progress, stored, {
      status: "running",
      startedAt: stored.startedAt ?? this.given.clock(),
    });
    this.#state = replayed.state;
    this.#memory = replayed.memory;
    this.#order = replayed.lastOrder;
    this.#accepted = true;
    if (stored.answer) this.outcome = { kind: "answer", answer: stored.answer };
    for (const { node, from } of replayed.due) this.#start(node, from);
    if (this.ended) this.#end(replayed.state.ended ?? "failed");
  }

  /** What `accept` stores of it. */
  record(): NewExecution {
    const { id, plan, startedBy, deliveryId, queuedAt, input } = this.given;
    const { workflowId, version, document } = plan;
    return {
      ...this.progress,
      id,
      workflowId,
      version,
      startedBy,
      deliveryId,
      queuedAt,
      input: deliveryId === null ? input : null,
      document: version === null ? document : null,
    };
  }

  warn(warning: { code: string; message: string; node?: string | null }): void {
    const { node = null, code, message } = warning;
    this.progress.warnings.push({ code, message: this.given.plan.redactor.text(message), node });
  }

  /** Its beginning is on disk: effects outside may happen from now on. */
  accepted(): void {
    this.#accepted = true;
    this.#ready.push(...this.#held.splice(0));
    if (this.outcome) this.#resolveAnswered(this.outcome);
  }

  /** The rest: resolves when it has ended and all of it is on disk, or when it was interrupted. */
  async proceed(): Promise<void> {
    const timer = this.#startTimer();
    try {
      while (!this.ended && !this.#interrupted) {
        this.#pump();
        if (this.ended || this.#interrupted) break;
        if (this.#ready.length > 0) await new Promise((resolve) => setImmediate(resolve));
        else await this.#pause();
      }
      await this.journal.flush(this.ended ? { ...this.progress } : null);
      if (this.outcome) this.#resolveAnswered(this.outcome);
    } finally {
      clearTimeout(timer);
    }
  }

  cancel(): void {
    this.#apply({ kind: "cancelled" });
    this.#wake();
  }

  /** The process is going: running steps are aborted and what they answer is forgotten; the journal has the rest. */
  interrupt(): void {
    this.#interrupted = true;
    this.journal.hurry();
    for (const step of this.#running.values()) step.control.abort("the server is stopping");
    this.#running.clear();
    this.#wake();
  }

  #startTimer(): NodeJS.Timeout {
    const { plan, clock } = this.given;
    const used = clock() - (this.progress.startedAt ?? clock());
    const left = Math.min(Math.max(0, plan.timeoutMs - used), 2 ** 31 - 1);
    return setTimeout(() => {
      this.progress.error = {
        code: "execution-timed-out",
        message: `the execution took longer than ${plan.timeoutMs / 1000} s`,
        node: null,
      };
      this.#apply({ kind: "timed-out" });
      this.#wake();
    }, left);
  }

  /** Nothing can be done until a step comes back; what has happened so far is written meanwhile. */
  async #pause(): Promise<void> {
    const woken = new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    await this.#write(null);
    if (this.#ready.length === 0 && !this.ended && !this.#interrupted && this.#running.size > 0) await woken;
  }

  #pump(): void {
    const until = performance.now() + stretchMs;
    for (let step = this.#ready.shift(); step; step = this.#ready.shift()) {
      const outside = this.given.plan.nodes[step.node]?.outside ?? false;
      if (!outside) this.#perform(step);
      else if (this.#accepted) void this.#performOutside(step);
      else this.#held.push(step);
      if (this.#accepted && this.journal.waiting >= manyRecords) void this.#write(null);
      if (performance.now() > until) break;
    }
  }

  /** What led here, and that it is about to happen, is on disk before anything outside happens. */
  async #performOutside(step: StartedStep): Promise<void> {
    this.#running.set(step.node, step);
    step.startedAt = this.given.clock();
    this.#recorder.started(step);
    await this.#write(null);
    if (this.#running.get(step.node) === step) this.#perform(step);
  }

  #perform(step: StartedStep): void {
    const node = this.given.plan.nodes[step.node];
    if (!node) return;
    this.#running.set(step.node, step);
    step.startedAt = this.given.clock();
    const now = new Date(step.startedAt).toISOString();
    const outcome = performStep({
      node,
      scope: this.#scope(now),
      input: this.#memory.inputOf(step.from),
      idempotencyKey: `${this.given.id}/${node.key}/`,
      now,
      control: step.control,
    });
    if (!(outcome instanceof Promise)) this.#settle(step, outcome);
    else {
      void outcome.then((late) => {
        this.#settle(step, late);
        this.#wake();
      });
    }
  }

  #scope(now: string): Scope {
    const { id, plan, input, env } = this.given;
    const { name } = plan.document;
    return {
      trigger: input.trigger,
      request: input.request,
      steps: this.#memory.steps,
      workflow: { id: plan.workflowId, name, version: plan.version },
      execution: { id, startedAt: new Date(this.progress.startedAt ?? 0).toISOString() },
      env,
      now,
    };
  }

  #settle(step: StartedStep, outcome: StepOutcome): void {
    if (this.#running.get(step.node) !== step || this.#interrupted) return;
    this.#running.delete(step.node);
    if (outcome.kind === "failed") this.#settleFailure(step, outcome);
    else this.#settleFinish(step, outcome);
  }

  #settleFinish(step: StartedStep, outcome: StepOutcome & { kind: "finished" }): void {
    const { ports, output, answer, end } = outcome;
    const answered = answer !== undefined && this.#answer(answer, step);
    this.#memory.set(step.node, output);
    this.#recorder.finished(step, outcome, answered);
    if (end?.status === "failed") {
      this.progress.failedByDesign = true;
      const message = this.given.plan.redactor.text(end.message ?? "the workflow ended as failed");
      this.progress.error = {
        code: "ended-as-failed",
        message,
        node: keyOf(this.given.plan.graph, step.node),
      };
    }
    this.#apply(
      end
        ? { kind: "ended", node: step.node, status: end.status }
        : { kind: "finished", node: step.node, ports },
    );
    // An answer leaves only after its commit.
    if (answered && this.#accepted && !this.ended) this.#commitAnswer();
  }

  #settleFailure(step: StartedStep, outcome: StepOutcome & { kind: "failed" }): void {
    const { plan, id, log } = this.given;
    const key = keyOf(plan.graph, step.node);
    const { error } = outcome.failure;
    const handled = plan.graph.nodes[step.node]?.onError ?? "stop";
    const output = errorOutput(outcome.failure, key);
    if (outcome.failure.unforeseen)
      log.error({ execution: id, node: key, err: outcome.cause }, "a step crashed");
    this.#memory.set(step.node, output);
    this.#recorder.failed(step, outcome, { handled, output });
    if (handled === "stop") {
      this.progress.error = { ...error, message: plan.redactor.text(error.message), node: key };
    }
    this.#apply({ kind: "failed", node: step.node });
  }

  /** True when it is the first answer. */
  #answer(answer: CallerAnswer, step: StartedStep): boolean {
    if (this.outcome) {
      const node = keyOf(this.given.plan.graph, step.node);
      const message = "the caller already had an answer; this one was ignored";
      this.warn({ code: "second-response-ignored", message, node });
      return false;
    }
    this.outcome = { kind: "answer", answer };
    this.progress.answer = this.given.plan.redactor.answer(answer);
    return true;
  }

  #commitAnswer(): void {
    const { outcome } = this;
    if (!outcome) return;
    void this.#write({ ...this.progress }).then((written) => {
      if (written) this.#resolveAnswered(outcome);
    });
  }

  /** Writes what waits; when that cannot be, this process does nothing more for the execution. Never rejects. */
  async #write(progress: ExecutionProgress | null): Promise<boolean> {
    try {
      await this.journal.flush(progress);
    } catch (error) {
      this.given.log.error(
        { execution: this.given.id, err: error },
        "the journal of an execution was not written",
      );
    }
    if (this.journal.closed) this.interrupt();
    return !this.journal.closed;
  }

  #apply(event: ExecutionEvent): void {
    const advanced = advance(this.given.plan.graph, this.#state, event);
    this.#state = advanced.state;
    for (const effect of advanced.effects) this.#heed(effect);
  }

  #heed(effect: Effect): void {
    switch (effect.kind) {
      case "start":
        this.#start(effect.node, effect.from);
        break;
      case "pass":
        this.#pass(effect.node, effect.from);
        break;
      case "skip":
        this.#skipped.push(effect.node);
        break;
      case "cancel":
        this.#callOff(effect.node);
        break;
      case "end":
        this.#end(effect.status);
        break;
    }
  }

  #start(node: number, from: readonly number[]): void {
    this.#order += 1;
    const step = {
      node,
      from,
      order: this.#order,
      startedAt: this.given.clock(),
      control: new StepControl(),
    };
    this.#ready.push(step);
  }

  #pass(node: number, from: readonly number[]): void {
    this.#order += 1;
    this.#memory.set(node, this.#memory.inputOf(from));
    const step = {
      node,
      from,
      order: this.#order,
      startedAt: this.given.clock(),
      control: new StepControl(),
    };
    this.#recorder.passed(step);
  }

  #callOff(node: number): void {
    const waiting = this.#ready.findIndex((step) => step.node === node);
    const [step] = waiting >= 0 ? this.#ready.splice(waiting, 1) : [this.#running.get(node)];
    if (!step) return;
    this.#running.delete(node);
    step.control.abort("the step was cancelled");
    this.#cancelled.push({ ...step, finishedAt: this.given.clock() });
  }

  #end(status: EndStatus): void {
    const at = this.given.clock();
    this.#recorder.ended({ status, at, skipped: this.#skipped, cancelled: this.#cancelled });
    this.progress.status = status;
    this.progress.finishedAt = at;
    this.outcome ??= { kind: status === "succeeded" ? "none" : "failed" };
  }
}
