/**
 * How a request proves where it comes from:
 * - `standard`: Standard Webhooks 1.0. `webhook-id`, `webhook-timestamp` and `webhook-signature: v1,<base64>` over
 *   `id.timestamp.body`; the secret is `whsec_<base64>`, as a trigger takes it. It also protects against a repetition: choose
 *   it where you can.
 * - `hmac`: HMAC-SHA256 of the body alone in one header (`x-signature` when left out), as hex or base64 behind a prefix.
 */
export type Signing = {
    readonly scheme: "standard";
    readonly secret: string;
} | {
    readonly scheme: "hmac";
    readonly secret: string;
    readonly header?: string;
    /** `sha256=` for GitHub's form; nothing when left out. */
    readonly prefix?: string;
    readonly encoding?: "hex" | "base64";
};
export interface Signed {
    /** The id of the message, the same in every attempt. */
    readonly id: string;
    /** Seconds since 1970, of this attempt. */
    readonly timestamp: number;
    readonly body: string | Uint8Array;
}
/** The headers that sign a body. Throws a `TypeError` for a secret that cannot be one. */
export declare function signedHeaders(signing: Signing, { id, timestamp, body }: Signed): Promise<Record<string, string>>;
/** A new secret for Standard Webhooks, of 256 random bits. */
export declare function newSecret(): string;
