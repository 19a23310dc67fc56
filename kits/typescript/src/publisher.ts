import { type BackgroundOptions, type Counts, createBackground } from "./background.ts";
import { createSender, type SenderOptions } from "./sender.ts";

export interface PublisherOptions extends Omit<SenderOptions, "url" | "signing"> {
  /** Where Sluice is reached, such as `https://sluice.example`. */
  readonly url: string;
  /** An API token with the scope `events:write`. */
  readonly token: string;
}

export interface PublishOptions {
  /**
   * What the event is known by, the same in every attempt and whenever you publish it again: Sluice keeps it once. Printable
   * ASCII without spaces, 200 characters at most. Left out: a random one.
   */
  readonly id?: string;
  /** When it happened; left out: now, as Sluice's clock has it. */
  readonly timestamp?: Date;
  readonly userId?: string | number;
  readonly signal?: AbortSignal;
}

/** It is on disk there. */
export interface Published {
  readonly id: string;
  /** Sluice had an event of this id already. */
  readonly duplicate: boolean;
  /** What of the data is not as the schema of its type says; it was taken all the same. */
  readonly violations: readonly { readonly path: string; readonly expected: string; readonly got: string }[];
  readonly attempts: number;
}

export interface Publisher {
  /** Rejects with a `SendError`; its problem is `event-refused` where the type insists on its schema. */
  publish(event: string, data: unknown, options?: PublishOptions): Promise<Published>;
}

/** Publishes events by Sluice's API, with the retries of a sender: the id makes each of them safe. */
export function createPublisher({ url, token, headers, ...options }: PublisherOptions): Publisher {
  const sender = createSender({
    ...options,
    url: `${url.replace(/\/+$/, "")}/api/v1/events`,
    headers: { ...headers, authorization: `Bearer ${token}` },
  });
  return {
    async publish(event, data, { id = crypto.randomUUID(), timestamp, userId, signal } = {}) {
      const body = {
        ...{ event, data: data ?? null, id },
        ...(timestamp && { timestamp: timestamp.toISOString() }),
        ...(userId !== undefined && { user_id: userId }),
      };
      const sent = await sender.send(body, { id, ...(signal && { signal }) });
      const { duplicate, violations = [] } = JSON.parse(sent.body) as Pick<Published, "duplicate"> &
        Partial<Pick<Published, "violations">>;
      return { id, duplicate, violations, attempts: sent.attempts };
    },
  };
}

export interface EventOutboxOptions extends Omit<PublisherOptions, "url">, BackgroundOptions {
  /** Undefined or empty: `push` does nothing, so that a system without Sluice needs no other code. */
  readonly url: string | undefined;
}

/** Publishes in the background, one after the other: whoever pushes is never held up and never sees an error. */
export interface EventOutbox {
  push(event: string, data: unknown, options?: Omit<PublishOptions, "signal">): void;
  readonly counts: Counts;
  /** Resolves when nothing waits any more: before the process ends. */
  flush(): Promise<void>;
}

/** What waits is in memory only: for what must not be lost over a crash, keep it yourself and use a publisher. */
export function createEventOutbox({ room, onLost, url, ...options }: EventOutboxOptions): EventOutbox {
  const publisher = url ? createPublisher({ ...options, url }) : undefined;
  const background = createBackground({ ...(room !== undefined && { room }), ...(onLost && { onLost }) });
  return {
    push(event, data, { id = crypto.randomUUID(), timestamp = new Date(), userId } = {}) {
      const about = { id, timestamp, ...(userId !== undefined && { userId }) };
      if (publisher) background.push(() => publisher.publish(event, data, about));
    },
    get counts() {
      return background.counts;
    },
    flush: () => background.flush(),
  };
}
