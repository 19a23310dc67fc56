/** What the log is told of an outage. */
export interface OutageLog {
  error(details: object, message: string): void;
  info(details: object, message: string): void;
}

/** Until something that failed is tried again, in milliseconds: longer each time, up to what a person can wait for. */
const firstMs = 1000;
const mostMs = 5000;

/**
 * Something that is tried over and over and cannot be done for a while, such as a write on a full disk: how long to leave it
 * alone, and one line of the log when it begins and one when it is over, however often it fails in between.
 */
export class Outage {
  readonly #log: OutageLog;
  readonly #says: { readonly begun: string; readonly over: string };
  #failures = 0;
  #until = 0;

  constructor(log: OutageLog, says: { readonly begun: string; readonly over: string }) {
    this.#log = log;
    this.#says = says;
  }

  /** It failed: until it is tried again, in milliseconds. What fails meanwhile waits with it. */
  failed(error: unknown): number {
    const now = performance.now();
    if (now < this.#until) return this.#until - now;
    this.#failures += 1;
    if (this.#failures === 1) this.#log.error({ err: error }, this.#says.begun);
    const restMs = Math.min(mostMs, firstMs * this.#failures);
    this.#until = now + restMs;
    return restMs;
  }

  worked(): void {
    if (this.#failures === 0) return;
    this.#log.info({ times: this.#failures }, this.#says.over);
    this.#failures = 0;
    this.#until = 0;
  }
}
