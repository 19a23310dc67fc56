import { type BackgroundOptions, createBackground, type Waiting } from "./background.ts";
import { jsonOf, Payload } from "./payload.ts";
import { createSender, type Sender, type SenderOptions } from "./sender.ts";

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

/** Publishes events by Sluice's API, with the retries of a sender: the id makes each of them safe. Throws as a sender does. */
export function createPublisher(options: PublisherOptions): Publisher {
  const sender = senderOf(options);
  return {
    publish: async (event, data, { signal, ...about } = {}) =>
      publishBy(sender, eventOf(event, data, about), signal),
  };
}

function senderOf({ url, token, headers, ...options }: PublisherOptions): Sender {
  return createSender({
    ...options,
    url: `${url.replace(/\/+$/, "")}/api/v1/events`,
    headers: { ...headers, authorization: `Bearer ${token}` },
  });
}

interface Event {
  readonly id: string;
  readonly payload: Payload;
}

function eventOf(event: string, data: unknown, about: Omit<PublishOptions, "signal">): Event {
  const { id = crypto.randomUUID(), timestamp, userId } = about;
  // In an object, data that is no JSON would be left out without a word.
  jsonOf(data);
  const body = {
    ...{ event, data, id },
    ...(timestamp && { timestamp: timestamp.toISOString() }),
    ...(userId !== undefined && { user_id: userId }),
  };
  return { id, payload: Payload.of(body) };
}

async function publishBy(
  sender: Sender,
  { id, payload }: Event,
  signal: AbortSignal | undefined,
): Promise<Published> {
  const sent = await sender.send(payload, { id, ...(signal && { signal }) });
  const { duplicate, violations = [] } = JSON.parse(sent.body) as Pick<Published, "duplicate"> &
    Partial<Pick<Published, "violations">>;
  return { id, duplicate, violations, attempts: sent.attempts };
}

export interface EventOutboxOptions extends Omit<PublisherOptions, "url">, BackgroundOptions {
  /** Undefined or empty: `push` does nothing, so that a system without Sluice needs no other code. */
  readonly url: string | undefined;
}

/** Publishes in the background, one after the other: whoever pushes is never held up, and sees no error of the sending. */
export interface EventOutbox extends Waiting {
  /** Publishes the data as they are now. Throws a `TypeError` for data that are no JSON, and for nothing else. */
  push(event: string, data: unknown, options?: Omit<PublishOptions, "signal">): void;
}

/**
 * What waits is in memory only: for what must not be lost over a crash, keep it yourself and use a publisher. Throws a
 * `TypeError` for a URL that is none.
 */
export function createEventOutbox({ room, onLost, url, ...options }: EventOutboxOptions): EventOutbox {
  const sender = url ? senderOf({ ...options, url }) : undefined;
  const background = createBackground({ ...(room !== undefined && { room }), ...(onLost && { onLost }) });
  return {
    push(event, data, { timestamp = new Date(), ...about } = {}) {
      if (!sender) return;
      const made = eventOf(event, data, { ...about, timestamp });
      background.push(made.id, (signal) => publishBy(sender, made, signal));
    },
    get counts() {
      return background.counts;
    },
    flush: background.flush,
    close: background.close,
  };
}
