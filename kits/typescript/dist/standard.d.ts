/** Base64 of the signature of Standard Webhooks, without `v1,`. */
export declare function standardSignature(given: {
    readonly key: Uint8Array<ArrayBuffer>;
    readonly id: string;
    readonly timestamp: string;
    readonly body: string | Uint8Array;
}): Promise<string>;
