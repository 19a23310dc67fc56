/** A value as it was when it was given: what becomes of it later is not sent. */
export declare class Payload {
    readonly body: Uint8Array<ArrayBuffer>;
    readonly type: string;
    private constructor();
    /** Bytes as they are, anything else as JSON. Throws a `TypeError` for a value that is no JSON. */
    static of(value: unknown): Payload;
}
/**
 * As `JSON.stringify` writes it, members that are undefined left out. Throws a `TypeError` where that would be nothing, or
 * null for a number that is none: Python's kit and most receivers take neither.
 */
export declare function jsonOf(value: unknown): string;
