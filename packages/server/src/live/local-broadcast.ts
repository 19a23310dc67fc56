import type { Broadcast, Channel, Sender } from "./broadcast.ts";

type Listener = (text: string, from: Sender) => void;

/** Who hears what within a process. */
export class Listeners {
  readonly #byChannel = new Map<Channel, Set<Listener>>();

  add(channel: Channel, listener: Listener): () => void {
    const listeners = this.#byChannel.get(channel) ?? new Set();
    this.#byChannel.set(channel, listeners);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  tell(channel: Channel, text: string, from: Sender): void {
    for (const listener of [...(this.#byChannel.get(channel) ?? [])]) listener(text, from);
  }
}

/** News of an installation that is one process. */
export function createLocalBroadcast(): Broadcast {
  const listeners = new Listeners();
  return {
    publish(channel, text) {
      listeners.tell(channel, text, "here");
    },
    subscribe: (channel, listener) => listeners.add(channel, listener),
    onGap: () => () => {},
    close: async () => {},
  };
}
