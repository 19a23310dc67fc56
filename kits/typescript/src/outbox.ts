import { type BackgroundOptions, type Counts, createBackground } from "./background.ts";
import { createSender, type Sender, type SenderOptions, type SendOptions } from "./sender.ts";

export interface OutboxOptions extends Omit<SenderOptions, "url">, BackgroundOptions {
  /** The trigger URL; undefined or empty: `push` does nothing, so that a system without Sluice needs no other code. */
  readonly url: string | undefined;
}

/** Sends in the background, one after the other: whoever pushes is never held up and never sees an error. */
export interface Outbox {
  push(payload: unknown, options?: Pick<SendOptions, "id">): void;
  readonly counts: Counts;
  /** Resolves when nothing waits any more: before the process ends. */
  flush(): Promise<void>;
}

/** What waits is in memory only: for what must not be lost over a crash, keep it yourself and use a sender. */
export function createOutbox({ room, onLost, url, ...options }: OutboxOptions): Outbox {
  const sender: Sender | undefined = url ? createSender({ ...options, url }) : undefined;
  const background = createBackground({ ...(room !== undefined && { room }), ...(onLost && { onLost }) });
  return {
    push(payload, { id = crypto.randomUUID() } = {}) {
      if (sender) background.push(() => sender.send(payload, { id }));
    },
    get counts() {
      return background.counts;
    },
    flush: () => background.flush(),
  };
}
