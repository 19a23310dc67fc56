/**
 * How long an execution runs, and whether that is too long. The time that all of it sleeps does not count, in memory or not;
 * nor does a clock that is set meanwhile.
 */
export class RunningTime {
  readonly #limitMs: number;
  readonly #over: () => void;
  #beforeMs = 0;
  #since: number | null = null;
  #timer: NodeJS.Timeout | undefined;

  /** `over`: called once it has run for longer than the limit while it is watched. */
  constructor({ limitMs, over }: { limitMs: number; over: () => void }) {
    this.#limitMs = limitMs;
    this.#over = over;
  }

  /** In whole milliseconds. */
  get ms(): number {
    return Math.round(this.#beforeMs + (this.#since === null ? 0 : performance.now() - this.#since));
  }

  /** What it ran before it was taken up. */
  add(ms: number): void {
    this.#beforeMs += ms;
  }

  /** It runs from now on; `watched`: and is told when that is too long. */
  go({ watched }: { watched: boolean }): void {
    this.#since ??= performance.now();
    if (!watched) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#over, timerMs(this.#limitMs - this.ms));
  }

  /** It runs no more, or only sleeps. */
  rest(): void {
    clearTimeout(this.#timer);
    if (this.#since !== null) this.#beforeMs += performance.now() - this.#since;
    this.#since = null;
  }
}

/** As long as a timer may be: a longer one would be over at once. */
export function timerMs(wanted: number): number {
  return Math.min(Math.max(0, wanted), 2 ** 31 - 1);
}
