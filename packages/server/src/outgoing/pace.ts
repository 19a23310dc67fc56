import { NodeError } from "@sluice/workflow/node-contract";
import { createMemoryPaces } from "../stores/paces/memory.ts";
import type { PacesStore, TakenTurns } from "../stores/paces/store.ts";

export interface Turn {
  readonly host: string;
  readonly perSecond: number;
  /** Longest that it may wait, in milliseconds. */
  readonly mostMs: number;
}

/** When a turn comes, and whether it was taken: it was when that is soon enough. */
interface Moment {
  readonly waitMs: number;
  readonly taken: boolean;
}

interface Asked {
  readonly given: (moment: Moment) => void;
}

/**
 * Spaces out requests to a host, whoever makes them: each takes the next free moment and moves it on by its own share of a
 * second. Where processes share a database they share the moments: what asks while one question is on its way there goes
 * along with the next, so that a pace of a thousand a second is no thousand questions.
 */
export class Pace {
  readonly #shared: PacesStore | null;
  readonly #own: PacesStore;
  readonly #asked = new Map<string, Asked[]>();

  constructor({ shared, clock }: { shared: PacesStore | null; clock?: () => number }) {
    this.#shared = shared;
    this.#own = createMemoryPaces(clock);
  }

  /** Milliseconds to wait. Throws `host-paced` (kind `429`), and takes no turn, where that is longer than `mostMs`. */
  async take(turn: Turn): Promise<number> {
    const { host } = turn;
    const { waitMs, taken } = this.#shared
      ? await this.#together(turn, this.#shared)
      : momentAt(0, { ...turnsOf(turn), ...(await this.#own.take({ ...turnsOf(turn), count: 1 })) });
    if (taken) return waitMs;
    throw new NodeError({
      code: "host-paced",
      message: `the turn of this request to ${host} comes in ${Math.ceil(waitMs / 1000)} s, which is longer than its time limit`,
      ...{ kind: "429", retryAfterMs: waitMs },
    });
  }

  #together(turn: Turn, shared: PacesStore): Promise<Moment> {
    const { promise, resolve } = Promise.withResolvers<Moment>();
    const name = `${turn.host} ${turn.perSecond} ${turn.mostMs}`;
    const waiting = this.#asked.get(name);
    if (waiting) waiting.push({ given: resolve });
    else {
      this.#asked.set(name, [{ given: resolve }]);
      void this.#askAll(name, turn, shared);
    }
    return promise;
  }

  /** Asks until nobody has come meanwhile. */
  async #askAll(name: string, turn: Turn, shared: PacesStore): Promise<void> {
    for (;;) {
      const asked = this.#asked.get(name) ?? [];
      if (asked.length === 0) break;
      this.#asked.set(name, []);
      const turns = { ...turnsOf(turn), count: asked.length };
      // Without the database a pace of one's own is better than none.
      const came = await shared.take(turns).catch(() => this.#own.take(turns));
      for (const [at, { given }] of asked.entries()) given(momentAt(at, { ...turns, ...came }));
    }
    this.#asked.delete(name);
  }
}

/** Of one of those that asked together; whoever comes too late would be the next. */
function momentAt(at: number, { count, waitMs, everyMs }: TakenTurns & { readonly everyMs: number }): Moment {
  return { waitMs: waitMs + Math.min(at, count) * everyMs, taken: at < count };
}

function turnsOf({ host, perSecond, mostMs }: Turn) {
  return { key: host, everyMs: 1000 / perSecond, mostMs };
}
