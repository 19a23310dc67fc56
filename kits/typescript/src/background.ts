export interface Counts {
  readonly waiting: number;
  readonly sent: number;
  /** There was no room for them. */
  readonly dropped: number;
  /** They were refused, or never taken. */
  readonly lost: number;
}

export interface BackgroundOptions {
  /** Messages that may wait at once: 1,000 when left out. One more is dropped and counted. */
  readonly room?: number;
  /** Hears of every message that was not taken, with its `SendError`. */
  readonly onLost?: (error: unknown) => void;
}

/** Does one thing after the other: whoever pushes is never held up and never sees an error. */
export interface Background {
  push(send: () => Promise<unknown>): void;
  readonly counts: Counts;
  /** Resolves when nothing waits any more: before the process ends. */
  flush(): Promise<void>;
}

/** What waits is in memory only. */
export function createBackground({ room = 1000, onLost }: BackgroundOptions): Background {
  const counts = { waiting: 0, sent: 0, dropped: 0, lost: 0 };
  let last: Promise<void> = Promise.resolve();
  const deliver = async (send: () => Promise<unknown>) => {
    try {
      await send();
      counts.sent += 1;
    } catch (error) {
      counts.lost += 1;
      try {
        onLost?.(error);
      } catch {
        // Whoever listens must not stop what comes after.
      }
    } finally {
      counts.waiting -= 1;
    }
  };
  return {
    push(send) {
      if (counts.waiting >= room) {
        counts.dropped += 1;
        return;
      }
      counts.waiting += 1;
      last = last.then(() => deliver(send));
    },
    get counts() {
      return { ...counts };
    },
    flush: () => last,
  };
}
