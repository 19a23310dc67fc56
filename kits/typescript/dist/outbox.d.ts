import { type BackgroundOptions, type Waiting } from "./background.ts";
import { type SenderOptions, type SendOptions } from "./sender.ts";
export interface OutboxOptions extends Omit<SenderOptions, "url">, BackgroundOptions {
    /** The trigger URL; undefined or empty: `push` does nothing, so that a system without Sluice needs no other code. */
    readonly url: string | undefined;
}
/** Sends in the background, one after the other: whoever pushes is never held up, and sees no error of the sending. */
export interface Outbox extends Waiting {
    /** Sends the value as it is now. Throws a `TypeError` for one that is no JSON, and for nothing else. */
    push(payload: unknown, options?: Pick<SendOptions, "id">): void;
}
/**
 * What waits is in memory only: for what must not be lost over a crash, keep it yourself and use a sender. Throws a
 * `TypeError` for a URL that is none.
 */
export declare function createOutbox({ room, onLost, url, ...options }: OutboxOptions): Outbox;
