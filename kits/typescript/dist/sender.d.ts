import { type ProblemDocument } from "./problem.ts";
import { type Backoff } from "./retries.ts";
import { type Signing } from "./signing.ts";
export interface SenderOptions {
    /** The trigger URL. */
    readonly url: string;
    /** Left out: nothing is signed. */
    readonly signing?: Signing;
    /** More headers, such as an API key or `authorization`. */
    readonly headers?: Readonly<Record<string, string>>;
    /** Attempts altogether: 5 when left out. */
    readonly attempts?: number;
    /** For one attempt: 10,000 when left out. */
    readonly timeoutMs?: number;
    /** Left out: 500 ms, twice as long each time, 60 s at most. */
    readonly backoff?: Partial<Backoff>;
    /** For tests, and for proxies of your own. */
    readonly fetch?: typeof fetch;
    readonly sleep?: (ms: number, signal?: AbortSignal) => Promise<void>;
}
export interface SendOptions {
    /**
     * What the message is known by, the same in every attempt and whenever you send it again: Sluice then runs it once (the trigger's
     * dedupe key reads the header `Idempotency-Key` or `webhook-id`). Left out: a random one.
     */
    readonly id?: string;
    readonly signal?: AbortSignal;
}
/** It was taken. */
export interface Sent {
    readonly id: string;
    readonly status: number;
    readonly attempts: number;
    readonly deliveryId: string | null;
    readonly executionId: string | null;
    /** Sluice had it already, and answers as it did then. */
    readonly replayed: boolean;
    /** What the workflow answered. */
    readonly body: string;
}
/** It was not taken, and sending the same again will not help now. */
export declare class SendError extends Error {
    readonly name = "SendError";
    readonly id: string;
    readonly attempts: number;
    /** Of the last answer; null: there was none. */
    readonly status: number | null;
    /** Why, as Sluice says it. */
    readonly problem: ProblemDocument | undefined;
    constructor(message: string, given: Pick<SendError, "id" | "attempts" | "status" | "problem"> & {
        cause?: unknown;
    });
}
export interface Sender {
    /** Sends a value as JSON, or bytes as they are. Rejects with a `SendError`, with a `TypeError` for what is no JSON. */
    send(payload: unknown, options?: SendOptions): Promise<Sent>;
}
/** Throws a `TypeError` for a URL that no attempt could reach. */
export declare function createSender(options: SenderOptions): Sender;
