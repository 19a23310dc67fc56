import type { Scope } from "@sluice/workflow/expressions";
import type { CallerAnswer, JsonObject, Woken } from "@sluice/workflow/node-contract";
import type { ExecutionProgress, NewExecution } from "../stores/executions/store.ts";
import type { JournalEffects } from "../stores/intake/store.ts";
import type { CallerOutcome } from "./engine.ts";
import { begunProgress, type ProgressDraft, recordOf } from "./execution-record.ts";
import { executionScope, scopeOfStep } from "./execution-scope.ts";
import { rootFrame } from "./frame-id.ts";
import { type GraphHost, GraphRun } from "./graph-run.ts";
import { isoTime } from "./iso-time.ts";
import { JournalWriter } from "./journal-writer.ts";
import type { StepOutcome } from "./perform-step.ts";
import { type Replayed, stepId } from "./replay.ts";
import { reportOf } from "./report-of.ts";
import type { RunGiven } from "./run-given.ts";
import { RunningTime, timerMs } from "./running-time.ts";
import { type SettleHost, type SettleMore, StepSettler } from "./settle-step.ts";
import { SleepingSteps } from "./sleeping-steps.ts";
import type { EndStatus } from "./state.ts";
import type { LoopScope } from "./step-memory.ts";
import { type PerformHost, StepPerformer } from "./step-performer.ts";
import { type StartedStep, StepRecorder } from "./step-recorder.ts";
import { untilAnswered } from "./until-answered.ts";
import { wokenByEnd } from "./woken-by-end.ts";

/** Longest stretch of steps without letting others have the thread, in milliseconds. */
const stretchMs = 10;
/** Records that are written before the next natural moment. */
const manyRecords = 256;
/** Records that may wait for the disk. */
const mostRecords = 4096;
/** An execution that sleeps no longer than this stays in memory, in milliseconds. */
const staysMs = 2000;

/**
 * One execution in memory: perform, journal, advance, until nothing is due. It begins before it is stored: steps
 * without effects outside run at once (`begin`), so that they share the commit that accepts the delivery. Long because
 * every method works on the same few private fields; what could leave them stands in the files that it imports.
 */
export class RunningExecution implements GraphHost, SettleHost, PerformHost {
  readonly given: RunGiven;
  readonly journal: JournalWriter;
  outcome: CallerOutcome | undefined;
  readonly progress: ProgressDraft;
  readonly #recorder: StepRecorder;
  readonly #graph: GraphRun;
  readonly #sleeping = new SleepingSteps();
  readonly #settler: StepSettler;
  readonly #performer: StepPerformer;
  #accepted = false;
  #interrupted = false;
  #answerWaits = false;
  #looking = false;
  readonly #time: RunningTime;
  /** With effects outside, before the execution is on disk. */
  readonly #held: StartedStep[] = [];
  readonly #cancelled: (StartedStep & { finishedAt: number })[] = [];
  #asked: PromiseWithResolvers<CallerOutcome> | undefined;
  #answeredWith: CallerOutcome | undefined;
  #scopeOfAll: JsonObject | undefined;
  #wake: () => void = nobody;

  constructor(given: RunGiven, seq = 0) {
    this.given = given;
    const { id, plan, input, intake, epoch, clock } = given;
    const { redactor } = plan;
    const journal = new JournalWriter({ executionId: id, epoch, intake, redactor, seq });
    const recorder = new StepRecorder({ plan, journal, clock });
    this.journal = journal;
    this.#recorder = recorder;
    const graph = new GraphRun({ plan, trigger: input.trigger, clock, recorder, host: this });
    this.#graph = graph;
    const sleeping = this.#sleeping;
    this.#settler = new StepSettler({ run: given, graph, journal, recorder, sleeping, host: this });
    this.#performer = new StepPerformer({ run: given, graph, recorder, host: this });
    this.progress = begunProgress(clock());
    this.#time = new RunningTime({ limitMs: plan.timeoutMs, over: () => this.#timedOut() });
  }

  /** Resolves with the caller's outcome once what led to it is on disk. Made when somebody asks: most ask nothing. */
  get answered(): Promise<CallerOutcome> {
    if (!this.#asked) {
      this.#asked = Promise.withResolvers();
      if (this.#answeredWith) this.#asked.resolve(this.#answeredWith);
    }
    return this.#asked.promise;
  }

  /** It has started other executions. */
  get hasCalled(): boolean {
    return this.#settler.hasCalled;
  }

  get ended(): boolean {
    return this.#graph.ended;
  }

  /** The first part: everything that needs nothing from outside, up to a small budget of time. */
  begin(): void {
    this.#time.go({ watched: false });
    this.#graph.begin();
    this.#pump();
    this.#time.rest();
  }

  /** Goes on from its journal instead of beginning: finished steps are not run again. */
  resume(replayed: Replayed, stored: ExecutionProgress): void {
    const { startedAt, answer, error, failedByDesign, warnings, ranMs } = stored;
    Object.assign(this.progress, { answer, error, failedByDesign, warnings: [...warnings], ranMs });
    this.#time.add(ranMs);
    if (startedAt !== null) this.progress.startedAt = startedAt;
    this.#accepted = true;
    if (answer) this.outcome = { kind: "answer", answer };
    for (const { step, asleep } of this.#graph.resume(replayed)) {
      this.#sleeping.add({ step, wait: asleep.wait, memo: asleep.memo });
    }
    this.#looking = this.#sleeping.waitsForOthers;
  }

  /** What `accept` stores of it: all that has happened so far. */
  first(): { execution: NewExecution; journal: string | null; effects: JournalEffects | null } {
    this.#answerWaits = false;
    const { journal, effects } = this.journal.first();
    return { execution: this.record(), journal, effects };
  }

  record(): NewExecution {
    return recordOf(this.given, this.progress);
  }

  warn(warning: { code: string; message: string; node?: string | null }): void {
    const { node = null, code, message } = warning;
    // In a loop a step may say the same ten thousand times.
    if (this.progress.warnings.some((said) => node !== null && said.node === node && said.code === code))
      return;
    this.progress.warnings.push({ code, message: this.given.plan.redactor.text(message), node });
  }

  /** Its beginning is on disk: effects outside may happen from now on. */
  accepted(): void {
    this.#accepted = true;
    if (this.#held.length > 0) this.#graph.ready.push(...this.#held.splice(0));
    // An answer that came while the rest was being stored is stored by itself, and leaves then.
    if (this.outcome && !this.#answerWaits) this.#resolve(this.outcome);
  }

  /**
   * The rest. Resolves when it has ended and all of it is on disk, when all that is left of it sleeps and it was let go
   * (on disk too), or when it was interrupted.
   */
  async proceed(): Promise<"ended" | "asleep" | "interrupted"> {
    this.#time.go({ watched: true });
    try {
      while (!this.ended && !this.#interrupted) {
        this.#pump();
        this.#commitAnswer();
        if (this.ended || this.#interrupted) break;
        if (this.#hasWork) await this.#breathe();
        else if (this.#looking) await this.#look();
        else if (this.#performer.running === 0 && this.#mayLeave()) {
          // What ended it while it was let go is written after all: nobody else has it yet, or that is refused.
          if ((await this.#letGo()) && !this.ended) return "asleep";
        } else await this.#pause();
      }
      if (this.ended)
        await this.journal.flush({ ...this.progress }, wokenByEnd(this.given, this.#graph, this.progress));
      else await this.journal.flush(null);
      const written = this.ended && !this.journal.closed;
      // What another holder's record refused is no answer.
      if (this.outcome && written) this.#resolve(this.outcome);
      return written ? "ended" : "interrupted";
    } finally {
      this.#time.rest();
    }
  }

  /** `error`: why, where it was no person. */
  cancel(error: ExecutionProgress["error"]): void {
    if (!this.ended) this.progress.error ??= error;
    this.#graph.apply({ kind: "cancelled" });
    this.#wake();
  }

  /** Something has come for one of its steps: look into the database. */
  look(): void {
    this.#looking = true;
    this.#wake();
  }

  /** The process is going: running steps are aborted and what they answer is forgotten; the journal has the rest. */
  interrupt(): void {
    this.#interrupted = true;
    this.journal.hurry();
    this.#performer.interrupt("the server is stopping");
    this.#sleeping.clear();
    this.#wake();
  }

  get #hasWork(): boolean {
    return this.#graph.ready.length > 0 || this.#graph.containers.length > 0;
  }

  #timedOut(): void {
    const message = `the execution took longer than ${this.given.plan.timeoutMs / 1000} s`;
    this.progress.error = { code: "execution-timed-out", message, node: null };
    this.#graph.apply({ kind: "timed-out" });
    this.#wake();
  }

  /** Lets others have the thread; a long loop that is quicker than the disk waits for it, not in memory. */
  async #breathe(): Promise<void> {
    if (this.journal.waiting >= mostRecords) await this.#write(null);
    else await new Promise((resolve) => setImmediate(resolve));
  }

  /** Nothing can be done until a step comes back or wakes; what has happened so far is written meanwhile. */
  async #pause(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const woken = new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    await this.#write(null);
    if (!this.#hasWork && !this.ended && !this.#interrupted && !this.#looking) {
      const { nextDue } = this.#sleeping;
      if (nextDue !== null) timer = setTimeout(this.#wake, timerMs(nextDue - this.given.clock()));
      if (this.#performer.running > 0) await woken;
      else if (this.#sleeping.size > 0) {
        this.#time.rest();
        await woken;
        this.#time.go({ watched: true });
      }
    }
    clearTimeout(timer);
    this.#settler.wakeDue(this.given.clock());
  }

  /** All that is left of it sleeps for longer than it is kept in memory. */
  #mayLeave(): boolean {
    const { size, nextDue } = this.#sleeping;
    return size > 0 && (nextDue === null || nextDue > this.given.clock() + staysMs);
  }

  /** False: something came meanwhile. */
  async #letGo(): Promise<boolean> {
    const { progress } = this;
    progress.ranMs = this.#time.ms;
    progress.status = "waiting";
    progress.wakeAt = this.#sleeping.nextDue;
    progress.waitingFor = this.#sleeping.reason();
    return this.#write({ ...progress });
  }

  /** Hands what has come to the steps that wait for it. */
  async #look(): Promise<void> {
    this.#looking = false;
    await this.#write(null);
    const { id, waits, plan, called } = this.given;
    called();
    for (const { node, frame, result } of await untilAnswered(
      () => waits.resolved(id),
      () => this.#interrupted,
    )) {
      const index = plan.graph.indexOf.get(node);
      const sleeping = index === undefined || !result ? undefined : this.#sleeping.take(frame, index);
      if (sleeping) this.#settler.wake(sleeping, result as Woken);
    }
    this.#settler.wakeDue(this.given.clock());
  }

  #pump(): void {
    const until = performance.now() + stretchMs;
    const { ready, containers } = this.#graph;
    while (ready.length > 0 || containers.length > 0) {
      const effect = containers.shift();
      if (effect) this.#settler.containerWork(effect);
      else {
        const step = ready.shift();
        if (step && !this.#accepted && this.#performer.needsDisk(step)) this.#held.push(step);
        else if (step) this.#performer.perform(step);
      }
      if (this.#accepted && !this.journal.busy && this.journal.waiting >= manyRecords) void this.#write(null);
      if (performance.now() > until) break;
    }
  }

  scopeOf(frame: string, at: number, loop: LoopScope = this.#graph.memory.loopIn(frame)): Scope {
    const steps = this.#graph.memory.stepsIn(frame);
    return scopeOfStep(this.given, { execution: this.#executionIn(frame), steps, loop, now: isoTime(at) });
  }

  #executionIn(frame: string): JsonObject {
    const startedAt = this.progress.startedAt ?? 0;
    if (this.given.plan.sleepers.length > 0) return executionScope(this.given, { frame, startedAt });
    this.#scopeOfAll ??= executionScope(this.given, { frame: rootFrame, startedAt });
    return this.#scopeOfAll;
  }

  settle(step: StartedStep, outcome: StepOutcome, more: SettleMore): void {
    this.#settler.settle(step, outcome, more);
    this.given.settled(step);
  }

  woke(): void {
    this.#wake();
  }

  failed(error: ExecutionProgress["error"], byDesign: boolean): void {
    this.progress.error = error;
    this.progress.failedByDesign = byDesign;
  }

  mayBeResolved(): void {
    this.#looking = true;
  }

  answer(answer: CallerAnswer, node: string): boolean {
    if (this.outcome) {
      const message = "the caller already had an answer; this one was ignored";
      this.warn({ code: "second-response-ignored", message, node });
      return false;
    }
    this.outcome = { kind: "answer", answer };
    this.progress.answer = this.given.plan.redactor.answer(answer);
    this.#answerWaits = true;
    return true;
  }

  #resolve(outcome: CallerOutcome): void {
    this.#answeredWith ??= outcome;
    this.#asked?.resolve(outcome);
  }

  /** An answer leaves only after its commit. */
  #commitAnswer(): void {
    const { outcome } = this;
    if (!outcome || !this.#answerWaits || this.ended) return;
    this.#answerWaits = false;
    void this.#write({ ...this.progress }).then((written) => {
      if (written) this.#resolve(outcome);
    });
  }

  async write(): Promise<void> {
    await this.#write(null);
  }

  /** Writes what waits; when that cannot be, this process does nothing more for the execution. Never rejects. */
  async #write(progress: ExecutionProgress | null): Promise<boolean> {
    try {
      await this.journal.flush(progress);
    } catch (error) {
      this.given.log.error(
        { executionId: this.given.id, err: error },
        "the journal of an execution was not written",
      );
    }
    if (this.journal.closed) this.interrupt();
    return !this.journal.closed;
  }

  callOff(frame: string, node: number): void {
    const asleep = this.#sleeping.take(frame, node);
    if (asleep) this.#settler.forget(asleep);
    const called =
      takeFrom(this.#graph.ready, frame, node) ??
      this.#performer.take(frame, node) ??
      asleep?.step ??
      takeFrom(this.#held, frame, node) ??
      this.#graph.open.get(stepId(frame, node));
    if (!called) return;
    called.control.abort("the step was cancelled");
    this.#cancelled.push({ ...called, finishedAt: this.given.clock() });
  }

  hasEnded(status: EndStatus): void {
    const at = this.given.clock();
    const { skipped } = this.#graph;
    const { plan, deliveryId } = this.given;
    if (plan.dropsBody && deliveryId !== null) this.journal.leave({ goneBodies: [deliveryId] });
    this.#recorder.ended({ status, at, skipped, cancelled: this.#cancelled });
    this.progress.ranMs = this.#time.ms;
    this.progress.status = status;
    this.progress.finishedAt = at;
    this.progress.wakeAt = null;
    this.progress.waitingFor = null;
    const report = reportOf(status, this.given);
    if (report) this.journal.leave({ tasks: [report] });
    this.outcome ??= { kind: status === "succeeded" ? "none" : status };
  }
}

/** Takes a step out of a list that it may be in. */
function takeFrom(list: StartedStep[], frame: string, node: number): StartedStep | undefined {
  const at = list.findIndex((step) => step.frame === frame && step.node === node);
  return at < 0 ? undefined : list.splice(at, 1)[0];
}

function nobody(): void {}
