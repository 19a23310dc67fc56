import type { ExecutionProgress } from "../stores/executions/store.ts";
import type { IntakeStore } from "../stores/intake/store.ts";
import type { Metrics } from "./metrics.ts";

type Counted = Pick<Metrics, "deliveries" | "executionEnded" | "commit">;

/** Who else is told of what is on disk. */
export interface ToldOfIntake {
  accepted(given: Pick<Parameters<IntakeStore["accept"]>[0], "delivery" | "execution">): void;
  /** Also of what has not ended yet: then `finishedAt` is null. */
  ended(
    executionId: string,
    progress: Pick<ExecutionProgress, "startedAt" | "finishedAt" | "status" | "error">,
  ): void;
}

/** The same intake: what it has stored is counted, and the time of its commits taken. What failed is not counted. */
export class MeasuredIntake implements IntakeStore {
  readonly #intake: IntakeStore;
  readonly #metrics: Counted;
  readonly #told: ToldOfIntake | undefined;

  constructor(intake: IntakeStore, metrics: Counted, told?: ToldOfIntake) {
    this.#told = told;
    this.#intake = intake;
    this.#metrics = metrics;
  }

  get waiting(): number {
    return this.#intake.waiting;
  }

  get broken(): boolean {
    return this.#intake.broken;
  }

  async accept(given: Parameters<IntakeStore["accept"]>[0]): ReturnType<IntakeStore["accept"]> {
    const stored = await this.#timed("accept", this.#intake.accept(given));
    if (stored === "stored") {
      if (given.delivery || given.held) this.#metrics.deliveries("accepted", "", 1);
      this.#told?.accepted(given);
      this.#end(given.execution);
    }
    return stored;
  }

  async hold(given: Parameters<IntakeStore["hold"]>[0]): ReturnType<IntakeStore["hold"]> {
    const stored = await this.#timed("accept", this.#intake.hold(given));
    if (stored === "held") this.#metrics.deliveries("held", "", 1);
    return stored;
  }

  async append(given: Parameters<IntakeStore["append"]>[0]): Promise<boolean> {
    const written = await this.#timed("append", this.#intake.append(given));
    if (written && given.progress) {
      this.#end(given.progress);
      this.#told?.ended(given.executionId, given.progress);
    }
    return written;
  }

  async refuse(given: Parameters<IntakeStore["refuse"]>[0]): Promise<void> {
    await this.#timed("other", this.#intake.refuse(given));
    for (const { reason, count } of given.counts) this.#metrics.deliveries(verdictOf(reason), reason, count);
  }

  async cancelIdle(given: Parameters<IntakeStore["cancelIdle"]>[0]): Promise<boolean> {
    const ended = await this.#timed("other", this.#intake.cancelIdle(given));
    if (ended) this.#metrics.executionEnded("cancelled", null);
    return ended;
  }

  discardHeld(given: Parameters<IntakeStore["discardHeld"]>[0]): Promise<number> {
    return this.#timed("other", this.#intake.discardHeld(given));
  }

  enqueue(given: Parameters<IntakeStore["enqueue"]>[0]): ReturnType<IntakeStore["enqueue"]> {
    return this.#timed("accept", this.#intake.enqueue(given));
  }

  claim(given: Parameters<IntakeStore["claim"]>[0]): ReturnType<IntakeStore["claim"]> {
    return this.#timed("other", this.#intake.claim(given));
  }

  heartbeat(given: Parameters<IntakeStore["heartbeat"]>[0]): Promise<void> {
    return this.#timed("other", this.#intake.heartbeat(given));
  }

  forgetWorkers(given: Parameters<IntakeStore["forgetWorkers"]>[0]): Promise<void> {
    return this.#timed("other", this.#intake.forgetWorkers(given));
  }

  resolveWait(given: Parameters<IntakeStore["resolveWait"]>[0]): ReturnType<IntakeStore["resolveWait"]> {
    return this.#timed("other", this.#intake.resolveWait(given));
  }

  suspect(given: Parameters<IntakeStore["suspect"]>[0]): ReturnType<IntakeStore["suspect"]> {
    return this.#timed("other", this.#intake.suspect(given));
  }

  prepare(given: Parameters<IntakeStore["prepare"]>[0]): ReturnType<IntakeStore["prepare"]> {
    return this.#timed("other", this.#intake.prepare(given));
  }

  answered(given: Parameters<IntakeStore["answered"]>[0]): Promise<void> {
    return this.#timed("other", this.#intake.answered(given));
  }

  released(given: Parameters<IntakeStore["released"]>[0]): Promise<void> {
    return this.#timed("other", this.#intake.released(given));
  }

  giveFree(given: Parameters<IntakeStore["giveFree"]>[0]): Promise<boolean> {
    return this.#timed("other", this.#intake.giveFree(given));
  }

  drain(): Promise<void> {
    return this.#intake.drain();
  }

  async #timed<Stored>(operation: "accept" | "append" | "other", stored: Promise<Stored>): Promise<Stored> {
    const begun = performance.now();
    const result = await stored;
    this.#metrics.commit(operation, (performance.now() - begun) / 1000);
    return result;
  }

  #end({ finishedAt, status, error }: Pick<ExecutionProgress, "finishedAt" | "status" | "error">): void {
    if (finishedAt === null) return;
    const isFailure = status === "failed" || status === "timed-out";
    this.#metrics.executionEnded(status, isFailure ? (error?.code ?? "") : null);
  }
}

function verdictOf(reason: string): "refused" | "filtered" | "duplicate" {
  return reason === "filtered" || reason === "duplicate" ? reason : "refused";
}
