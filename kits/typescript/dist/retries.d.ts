import type { ProblemDocument } from "./problem.ts";
/**
 * Whether sending the same again may help. A problem of Sluice says it by its code: a workflow that failed or goes on without
 * an answer (`execution-failed`, `deadline-exceeded`) is not started twice. Without one (a proxy in front): 408, 429 and 5xx.
 */
export declare function isWorthRetrying(status: number, problem: ProblemDocument | undefined): boolean;
export interface Backoff {
    /** The first wait, in milliseconds; each further one is twice as long. */
    readonly firstMs: number;
    /** The longest, whatever the server asks for. */
    readonly longestMs: number;
}
/**
 * Milliseconds before the next attempt: what `Retry-After` says (seconds or a date), else the doubled wait with up to half of
 * it left to chance, so that many senders do not come back at once. `attempt`: how many there have been.
 */
export declare function waitBefore(given: {
    readonly attempt: number;
    readonly retryAfter: string | null;
    readonly backoff: Backoff;
    readonly now: number;
    readonly random: number;
}): number;
