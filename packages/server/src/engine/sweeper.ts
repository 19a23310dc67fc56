import type { ExecutionsStore } from "../stores/executions/store.ts";

/** How often is looked without a reason, in milliseconds: for what another process or a crash has left. */
const intervalMs = 1000;
/** Executions taken at a time. */
const batch = 200;
/**
 * Looks follow each other no closer than this, in milliseconds: when every execution ended with one, they took a fifth of
 * the door's time (bench `door`).
 */
const gapMs = 10;

interface SweeperGiven {
  readonly executions: Pick<ExecutionsStore, "due" | "nextDue">;
  readonly clock: () => number;
  /** How many more may be taken. */
  readonly room: () => number;
  readonly take: (executionId: string) => void;
  readonly log: { error(details: object, message: string): void };
}

/** Finds executions that somebody should take up: due, queued, or left by a process that is gone. */
export class Sweeper {
  readonly #given: SweeperGiven;
  #timer: NodeJS.Timeout | undefined;
  #under: Promise<void> | undefined;
  #again = false;
  #lookedAt = 0;
  #cut = false;
  #stopped = true;

  constructor(given: SweeperGiven) {
    this.#given = given;
  }

  /** Resolves when all that was due has been handed over, as far as there was room. */
  async start(): Promise<void> {
    this.#stopped = false;
    await this.look();
  }

  /** Something has become due. */
  poke(): void {
    if (this.#stopped || this.#again) return;
    if (this.#under) this.#again = true;
    else this.#lookSoon();
  }

  /** There is room for one more: of interest only when something that was due has been left for want of it. */
  roomAgain(): void {
    if (this.#cut) this.poke();
  }

  #lookSoon(): void {
    const since = performance.now() - this.#lookedAt;
    if (since >= gapMs) {
      void this.look();
      return;
    }
    this.#again = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#again = false;
      if (!this.#stopped) void this.look();
    }, gapMs - since);
    this.#timer.unref();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#under;
  }

  async look(): Promise<void> {
    clearTimeout(this.#timer);
    this.#lookedAt = performance.now();
    this.#under = this.#sweep().finally(() => {
      this.#under = undefined;
    });
    await this.#under;
    if (this.#stopped) return;
    if (this.#again) {
      this.#again = false;
      this.poke();
    }
  }

  async #sweep(): Promise<void> {
    const { executions, clock, room, take, log } = this.#given;
    let pause = intervalMs;
    try {
      const limit = Math.min(batch, room());
      this.#cut = limit <= 0;
      if (limit > 0) {
        const ids = await executions.due({ now: clock(), limit });
        this.#cut = ids.length >= limit;
        for (const id of ids) take(id);
        const next = ids.length < limit ? await executions.nextDue({ now: clock() }) : null;
        if (next !== null) pause = Math.min(pause, Math.max(1, next - clock()));
      }
    } catch (error) {
      log.error({ err: error }, "due executions could not be looked for");
    }
    if (!this.#stopped) {
      this.#timer = setTimeout(() => this.poke(), pause);
      this.#timer.unref();
    }
  }
}
