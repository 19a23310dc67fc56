import { type BackgroundOptions, type Waiting } from "./background.ts";
import { type SenderOptions } from "./sender.ts";
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
    readonly violations: readonly {
        readonly path: string;
        readonly expected: string;
        readonly got: string;
    }[];
    readonly attempts: number;
}
export interface Publisher {
    /** Rejects with a `SendError`; its problem is `event-refused` where the type insists on its schema. */
    publish(event: string, data: unknown, options?: PublishOptions): Promise<Published>;
}
/** Publishes events by Sluice's API, with the retries of a sender: the id makes each of them safe. Throws as a sender does. */
export declare function createPublisher(options: PublisherOptions): Publisher;
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
export declare function createEventOutbox({ room, onLost, url, ...options }: EventOutboxOptions): EventOutbox;
