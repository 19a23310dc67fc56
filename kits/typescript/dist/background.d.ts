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
export declare function createBackground({ room, onLost }: BackgroundOptions): Background;
