/** A connection, or a process, that does one thing after another. */
export interface Pooled {
  /** It has ended by itself, from the other side or by a failure. */
  readonly ended: boolean;
  /** Ends it at once. */
  end(): void;
  /** Makes it as it was when it was new: nothing of whoever used it is left. Rejects where that cannot be. */
  clean(): Promise<void>;
}

/** What using one came to. */
export type Used<Result> =
  | { readonly result: Result }
  | {
      readonly failure: unknown;
      /** The one that was used is sound all the same. */
      readonly sound: boolean;
      /** It was gone before anything had been asked of it: another one may be used instead. */
      readonly gone?: boolean;
    };

export interface PoolSettings {
  /** At the same time for one place. */
  readonly size: number;
  /** How long one may lie idle before it ends, in milliseconds. */
  readonly idleMs: number;
}

interface Asked<Item> {
  /** What a pool is kept for: server, database and user. */
  readonly place: string;
  /** How one gets in there. Another one than before ends what was opened with the old one. */
  readonly key: string;
  readonly signal: AbortSignal;
  open(): Promise<Item>;
}

interface Group<Item> {
  readonly key: string;
  readonly idle: Map<Item, NodeJS.Timeout>;
  readonly waiting: (() => void)[];
  /** Open, or about to be. */
  open: number;
  retired: boolean;
}

/** Cleaning must not hold a place for longer, in milliseconds. */
const cleanMs = 5000;

/** A few connections for each place, opened when they are needed, used by one at a time and ended when they lie idle. */
export class ConnectionPool<Item extends Pooled> {
  readonly #settings: PoolSettings;
  readonly #groups = new Map<string, Group<Item>>();

  constructor(settings: PoolSettings) {
    this.#settings = settings;
  }

  /** Connections that lie idle. */
  get idle(): number {
    return [...this.#groups.values()].reduce((sum, { idle }) => sum + idle.size, 0);
  }

  /** Rejects with what `open` or `run` rejects with, or the signal's reason. An aborted signal ends the one that is used. */
  async use<Result>(asked: Asked<Item>, run: (item: Item) => Promise<Used<Result>>): Promise<Result> {
    const { signal } = asked;
    for (;;) {
      const group = this.#groupOf(asked);
      const { item, reused } = await this.#take(group, asked);
      const stop = () => item.end();
      signal.addEventListener("abort", stop, { once: true });
      const used = await run(item).catch((failure: unknown) => ({ failure, sound: false, gone: false }));
      signal.removeEventListener("abort", stop);
      const ended = signal.aborted || ("failure" in used && !used.sound);
      void this.#giveBack(group, item, { ended, place: asked.place });
      if ("result" in used) return used.result;
      if (!reused || used.gone !== true || signal.aborted) throw used.failure;
    }
  }

  /** Ends what lies idle; what is used ends when it is given back. */
  close(): void {
    for (const [place, group] of this.#groups) this.#retire(place, group);
  }

  #groupOf({ place, key }: Asked<Item>): Group<Item> {
    const known = this.#groups.get(place);
    if (known?.key === key) return known;
    if (known) this.#retire(place, known);
    const group = { key, idle: new Map(), waiting: [], open: 0, retired: false };
    this.#groups.set(place, group);
    return group;
  }

  #retire(place: string, group: Group<Item>): void {
    group.retired = true;
    if (this.#groups.get(place) === group) this.#groups.delete(place);
    for (const [item, timer] of group.idle) {
      clearTimeout(timer);
      item.end();
    }
    group.idle.clear();
  }

  async #take(group: Group<Item>, { signal, open }: Asked<Item>): Promise<{ item: Item; reused: boolean }> {
    for (;;) {
      signal.throwIfAborted();
      const idle = [...group.idle.keys()].at(-1);
      if (idle) {
        clearTimeout(group.idle.get(idle));
        group.idle.delete(idle);
        if (!idle.ended) return { item: idle, reused: true };
        group.open -= 1;
      } else if (group.open < this.#settings.size) {
        group.open += 1;
        try {
          return { item: await open(), reused: false };
        } catch (error) {
          this.#leave(group);
          throw error;
        }
      } else await this.#turn(group, signal);
    }
  }

  /** Resolves when one may have become free. */
  #turn({ waiting }: Group<Item>, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const abort = () => {
        waiting.splice(waiting.indexOf(go), 1);
        reject(signal.reason);
      };
      const go = () => {
        signal.removeEventListener("abort", abort);
        resolve();
      };
      waiting.push(go);
      signal.addEventListener("abort", abort, { once: true });
    });
  }

  async #giveBack(
    group: Group<Item>,
    item: Item,
    { ended, place }: { ended: boolean; place: string },
  ): Promise<void> {
    const clean = !ended && !item.ended && (await isCleaned(item));
    if (!clean || item.ended || group.retired) {
      item.end();
      this.#leave(group);
      if (group.open === 0 && group.waiting.length === 0 && this.#groups.get(place) === group)
        this.#groups.delete(place);
      return;
    }
    const timer = setTimeout(() => {
      group.idle.delete(item);
      item.end();
      this.#leave(group);
    }, this.#settings.idleMs);
    timer.unref();
    group.idle.set(item, timer);
    group.waiting.shift()?.();
  }

  #leave(group: Group<Item>): void {
    group.open -= 1;
    group.waiting.shift()?.();
  }
}

async function isCleaned(item: Pooled): Promise<boolean> {
  const late = setTimeout(() => item.end(), cleanMs);
  late.unref();
  try {
    await item.clean();
    return true;
  } catch {
    return false;
  } finally {
    clearTimeout(late);
  }
}
