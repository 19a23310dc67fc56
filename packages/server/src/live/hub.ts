import type { News } from "@sluice/api/schemas";

/** News that one reader may be behind before it is cut. */
const defaultCapacity = 1000;

interface LiveSubscription extends AsyncIterableIterator<News> {
  /** Stops at once; waiting and later reads end. Any number of times. */
  close(): void;
}

export interface LiveHub {
  /** Hands the news to every reader that wants it. Never waits and never throws. */
  publish(news: News): void;
  /** The same to the readers of this process alone: what each process finds out by itself. */
  publishHere(news: News): void;
  /**
   * News from now on, of one workflow or of all. A reader that falls more than the capacity behind is cut: its
   * iteration ends and `onCut` is called, so that nobody's slowness is kept in memory.
   */
  subscribe(options?: { workflowId?: string; onCut?: () => void }): LiveSubscription;
  /** How many readers there are. */
  readonly readers: number;
  /** Ends every reader, for a shutdown. */
  close(): void;
}

/** News to browsers within one process. They are not kept: a reader that was away reads the lists again. */
export function createLiveHub(options: { capacity?: number } = {}): LiveHub {
  const capacity = options.capacity ?? defaultCapacity;
  const readers = new Set<Reader>();
  const publish = (news: News) => {
    for (const reader of readers) reader.offer(news);
  };
  return {
    publish,
    publishHere: publish,
    subscribe(wanted = {}) {
      const reader = new Reader({ capacity, ...wanted, leave: () => readers.delete(reader) });
      readers.add(reader);
      return reader;
    },
    get readers() {
      return readers.size;
    },
    close() {
      for (const reader of readers) reader.close();
    },
  };
}

interface ReaderOptions {
  capacity: number;
  workflowId?: string;
  onCut?: () => void;
  leave: () => void;
}

class Reader implements LiveSubscription {
  readonly #options: ReaderOptions;
  #queue: News[] = [];
  #waiting: ((result: IteratorResult<News>) => void)[] = [];
  #closed = false;

  constructor(options: ReaderOptions) {
    this.#options = options;
  }

  offer(news: News): void {
    if (this.#options.workflowId !== undefined && news.workflowId !== this.#options.workflowId) return;
    const waiting = this.#waiting.shift();
    if (waiting) {
      waiting({ done: false, value: news });
      return;
    }
    if (this.#queue.length < this.#options.capacity) {
      this.#queue.push(news);
      return;
    }
    this.close();
    this.#options.onCut?.();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#queue = [];
    this.#options.leave();
    for (const waiting of this.#waiting.splice(0)) waiting({ done: true, value: undefined });
  }

  async next(): Promise<IteratorResult<News>> {
    const news = this.#queue.shift();
    if (news) return { done: false, value: news };
    if (this.#closed) return { done: true, value: undefined };
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  async return(): Promise<IteratorResult<News>> {
    this.close();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
