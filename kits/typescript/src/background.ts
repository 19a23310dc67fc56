import { SendError } from "./sender.ts";

export interface Counts {
  readonly waiting: number;
  readonly sent: number;
  /** There was no room for them, or the outbox was closed. */
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

export interface TimeLimit {
  /** Milliseconds. Left out: as long as it takes, which is hours where nobody answers. */
  readonly timeoutMs?: number;
}

/** What every outbox has beside its `push`. */
export interface Waiting {
  readonly counts: Counts;
  /** Resolves when nothing waits any more (true) or the time is over (false); what waits then goes on. */
  flush(limit?: TimeLimit): Promise<boolean>;
  /**
   * The end, before the process ends: takes nothing more and flushes. False: the time was over; what still waited is given
   * up and counted as lost, the attempt under way with it.
   */
  close(limit?: TimeLimit): Promise<boolean>;
}

/** Does one thing after the other: whoever pushes is never held up. */
export interface Background extends Waiting {
  push(id: string, send: (signal: AbortSignal) => Promise<unknown>): void;
}

/** What waits is in memory only. */
export function createBackground({ room = 1000, onLost }: BackgroundOptions): Background {
  const counts = { waiting: 0, sent: 0, dropped: 0, lost: 0 };
  let isClosed = false;
  let isGivenUp = false;
  // One for each message: what leans on a signal that lives on is never forgotten.
  let current = new AbortController();
  let last: Promise<void> = Promise.resolve();
  const deliver = async (id: string, send: (signal: AbortSignal) => Promise<unknown>) => {
    try {
      if (isGivenUp) throw closedBefore(id);
      current = new AbortController();
      await send(current.signal);
      counts.sent += 1;
    } catch (error) {
      counts.lost += 1;
      try {
        onLost?.(isGivenUp ? closedBefore(id) : error);
      } catch {
        // Whoever listens must not stop what comes after.
      }
    } finally {
      counts.waiting -= 1;
    }
  };
  const emptied = async () => {
    while (counts.waiting > 0) await last;
  };
  return {
    push(id, send) {
      if (isClosed || counts.waiting >= room) {
        counts.dropped += 1;
        return;
      }
      counts.waiting += 1;
      last = last.then(() => deliver(id, send));
    },
    get counts() {
      return { ...counts };
    },
    flush: ({ timeoutMs } = {}) => isDoneWithin(emptied(), timeoutMs),
    async close({ timeoutMs } = {}) {
      isClosed = true;
      const isDone = await isDoneWithin(emptied(), timeoutMs);
      if (!isDone) {
        isGivenUp = true;
        current.abort();
        await last;
      }
      return isDone;
    },
  };
}

function closedBefore(id: string): SendError {
  const message = "the outbox was closed before it was taken";
  return new SendError(message, { id, attempts: 0, status: null, problem: undefined });
}

/** The longest that a timer can wait: a longer one would be over at once. */
const longestMs = 2 ** 31 - 1;

async function isDoneWithin(done: Promise<void>, timeoutMs: number | undefined): Promise<boolean> {
  if (timeoutMs === undefined) return done.then(() => true);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const over = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), Math.min(timeoutMs, longestMs));
  });
  try {
    return await Promise.race([done.then(() => true), over]);
  } finally {
    clearTimeout(timer);
  }
}
