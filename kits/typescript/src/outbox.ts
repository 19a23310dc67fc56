import { createSender, type Sender, type SenderOptions, type SendOptions } from "./sender.ts";

export interface OutboxOptions extends Omit<SenderOptions, "url"> {
  /** The trigger URL; undefined or empty: `push` does nothing, so that a system without Sluice needs no other code. */
  readonly url: string | undefined;
  /** Messages that may wait at once: 1,000 when left out. One more is dropped and counted. */
  readonly room?: number;
  /** Hears of every message that was not taken, with its `SendError`. */
  readonly onLost?: (error: unknown) => void;
}

export interface Counts {
  readonly waiting: number;
  readonly sent: number;
  /** There was no room for them. */
  readonly dropped: number;
  /** They were refused, or never taken. */
  readonly lost: number;
}

/** Sends in the background, one after the other: whoever pushes is never held up and never sees an error. */
export interface Outbox {
  push(payload: unknown, options?: Pick<SendOptions, "id">): void;
  readonly counts: Counts;
  /** Resolves when nothing waits any more: before the process ends. */
  flush(): Promise<void>;
}

/** What waits is in memory only: for what must not be lost over a crash, keep it yourself and use a sender. */
export function createOutbox({ room = 1000, onLost, url, ...options }: OutboxOptions): Outbox {
  const sender: Sender | undefined = url ? createSender({ ...options, url }) : undefined;
  const counts = { waiting: 0, sent: 0, dropped: 0, lost: 0 };
  let last: Promise<void> = Promise.resolve();
  const deliver = async (payload: unknown, id: string) => {
    try {
      await sender?.send(payload, { id });
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
    push(payload, { id = crypto.randomUUID() } = {}) {
      if (!sender) return;
      if (counts.waiting >= room) {
        counts.dropped += 1;
        return;
      }
      counts.waiting += 1;
      last = last.then(() => deliver(payload, id));
    },
    get counts() {
      return { ...counts };
    },
    flush: () => last,
  };
}
