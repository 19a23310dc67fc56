export type Reason = "missing-header" | "malformed-timestamp" | "timestamp-too-old" | "timestamp-too-new" | "malformed-signature" | "too-many-signatures" | "signature-mismatch";
/** A request that must not be trusted. `reason` is for your log: tell the sender nothing but 401. */
export declare class SignatureError extends Error {
    readonly name = "SignatureError";
    readonly reason: Reason;
    constructor(reason: Reason);
}
export interface VerifyOptions {
    /**
     * The format of the subscription. `standard` checks a signed time; `products-manager` (`X-Webhook-Signature:
     * sha256=<hex>`) and `alforis` (bare hex) sign the body alone: know a repetition by `webhook-id`.
     */
    readonly format?: "standard" | "products-manager" | "alforis";
    /**
     * All that are valid now, as the subscription has them: `whsec_…`, any other text, public keys (`whpk_…`). During a rotation
     * the new one and the old one.
     */
    readonly secrets: readonly string[];
    /** As they came: names in any case. */
    readonly headers: Headers | Readonly<Record<string, string | readonly string[] | undefined>>;
    /** The bytes as received. A body that was parsed and written again is another one. */
    readonly body: string | Uint8Array;
    /** How far a signed time may be off, in seconds, both ways: 300 when left out. */
    readonly toleranceSeconds?: number;
    /** Seconds since 1970; left out: now. */
    readonly now?: number;
}
export interface Verified {
    /** The same in every attempt of a message: keep it, and pass over what you have seen. Null: there was none. */
    readonly id: string | null;
    /** Null: none is signed. */
    readonly timestamp: number | null;
}
/** Resolves when one of the secrets signed this body. Rejects with a `SignatureError` that says why not. */
export declare function verify(options: VerifyOptions): Promise<Verified>;
