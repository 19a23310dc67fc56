/** Why Sluice did not take a request (RFC 9457, `application/problem+json`). */
export interface ProblemDocument {
    /** Stable: `contract-violation`, `unauthorized`, `rate-limited`, … */
    readonly code: string;
    readonly title: string;
    readonly status: number;
    readonly detail: string;
    readonly deliveryId?: string;
    /** `contract-violation`: each value that is not what the trigger requires. */
    readonly violations?: readonly {
        readonly path: string;
        readonly expected: string;
        readonly got: string;
    }[];
    readonly [member: string]: unknown;
}
/** The problem in an answer; undefined: there is none. */
export declare function readProblem(contentType: string | null, body: string): ProblemDocument | undefined;
