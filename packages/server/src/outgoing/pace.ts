import { NodeError } from "@sluice/workflow/node-contract";

/** More hosts than this are looked through for those whose turn is long over. */
const manyHosts = 1000;

export interface Turn {
  readonly host: string;
  readonly perSecond: number;
  /** Longest that it may wait, in milliseconds. */
  readonly mostMs: number;
}

/**
 * Spaces out requests to a host, whoever makes them in this process: each takes the next free moment and moves it on by its
 * own share of a second. (Another process has moments of its own.)
 */
export class Pace {
  readonly #free = new Map<string, number>();
  readonly #clock: () => number;

  constructor(clock: () => number = Date.now) {
    this.#clock = clock;
  }

  /** Milliseconds to wait. Throws `host-paced` (kind `429`), and takes no turn, where that is longer than `mostMs`. */
  take({ host, perSecond, mostMs }: Turn): number {
    const now = this.#clock();
    const at = Math.max(now, this.#free.get(host) ?? 0);
    const wait = at - now;
    if (wait > mostMs) {
      throw new NodeError({
        code: "host-paced",
        message: `the turn of this request to ${host} comes in ${Math.ceil(wait / 1000)} s, which is longer than its time limit`,
        ...{ kind: "429", retryAfterMs: wait },
      });
    }
    if (this.#free.size > manyHosts) this.#forget(now);
    this.#free.set(host, at + 1000 / perSecond);
    return wait;
  }

  #forget(now: number): void {
    for (const [host, free] of this.#free) if (free <= now) this.#free.delete(host);
  }
}
