import { newId } from "../ids.ts";
import { type IntakeStore, StoreUnavailableError } from "../stores/intake/store.ts";

/** What a process holds is its own for this long after each sign of life, in milliseconds. */
export const leaseMs = 30_000;
const heartbeatMs = 10_000;
/** How long a start waits for a database that is locked or away, and how often it asks, in milliseconds. */
const patienceMs = 30_000;
const againMs = 500;

/** By two clocks, in milliseconds: one stands still with a machine that is suspended, the other may be set back. */
export interface Moment {
  readonly wall: number;
  readonly steady: number;
}

const thisMoment = (): Moment => ({ wall: Date.now(), steady: performance.now() });

/** This process among those that run executions, and its signs of life. */
export class WorkerLease {
  #sureAt: Moment | undefined;
  #underway: Promise<void> | undefined;
  readonly #afterLapse: (() => Promise<void>) | undefined;
  readonly #moment: () => Moment;
  readonly id: string;
  readonly #intake: IntakeStore;
  readonly #clock: () => number;
  readonly #log: { error(details: object, message: string): void };
  #timer: NodeJS.Timeout | undefined;

  constructor(given: {
    intake: IntakeStore;
    clock: () => number;
    log: { error(details: object, message: string): void };
    /** Others may have acted as if this process were gone: what has to be looked at before it goes on. */
    afterLapse?: () => Promise<void>;
    moment?: () => Moment;
  }) {
    this.#afterLapse = given.afterLapse;
    this.#moment = given.moment ?? thisMoment;
    this.#intake = given.intake;
    this.#clock = given.clock;
    this.#log = given.log;
    this.id = newId("wrk", given.clock());
  }

  /** `alone`: whatever other processes held is free. */
  async begin({ alone }: { alone: boolean }): Promise<void> {
    await this.#firstBeat();
    if (alone) await this.#intake.forgetWorkers({ worker: this.id, others: true, now: this.#clock() });
    this.#timer = setInterval(() => {
      // A database that is away for a while: what this process writes later is refused where another took it over.
      this.#beat().catch((err: unknown) => this.#log.error({ err }, "a sign of life was not written"));
    }, heartbeatMs);
    this.#timer.unref();
  }

  /** Nobody can have taken this process for gone since its last sign of life, or it has looked at what follows from that. */
  get lasts(): boolean {
    return this.#afterLapse === undefined || !this.#lapsed(this.#moment());
  }

  /** A sign of life now, and where it comes late, a look at what has happened. */
  renew(): Promise<void> {
    this.#underway ??= this.#beat().finally(() => {
      this.#underway = undefined;
    });
    return this.#underway;
  }

  /** A sign of life between two regular ones: when this process is gone, it is known when it was still there. */
  async lives(): Promise<void> {
    await this.#beat();
  }

  /** What it still holds is free for others. */
  async end(): Promise<void> {
    clearInterval(this.#timer);
    await this.#intake.forgetWorkers({ worker: this.id, others: false, now: this.#clock() });
  }

  /** The first thing that a start writes. Somebody who holds the file for a moment (a backup, a look) is waited for. */
  async #firstBeat(): Promise<void> {
    const until = performance.now() + patienceMs;
    for (;;) {
      try {
        return await this.#beat();
      } catch (error) {
        if (!(error instanceof StoreUnavailableError) || performance.now() > until) throw error;
        this.#log.error({ err: error }, "the database cannot be written yet; tried again");
        await new Promise((resolve) => setTimeout(resolve, againMs));
      }
    }
  }

  async #beat(): Promise<void> {
    const [moment, now] = [this.#moment(), this.#clock()];
    const lapsed = this.#lapsed(moment);
    await this.#intake.heartbeat({ worker: this.id, now, until: now + leaseMs });
    // Only now: whoever replaces what is looked at has been seen, or sees this process.
    if (lapsed) await this.#afterLapse?.();
    this.#sureAt = moment;
  }

  #lapsed({ wall, steady }: Moment): boolean {
    const since = this.#sureAt;
    return since !== undefined && (wall - since.wall >= leaseMs || steady - since.steady >= leaseMs);
  }
}
