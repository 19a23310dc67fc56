/** Bytes and their spellings, with what Node.js, Deno and browsers all have. */
export declare function bytesOf(text: string | Uint8Array): Uint8Array<ArrayBuffer>;
export declare function joined(...parts: readonly (string | Uint8Array)[]): Uint8Array<ArrayBuffer>;
export declare function toHex(bytes: Uint8Array): string;
export declare function toBase64(bytes: Uint8Array): string;
/** Undefined: the text is no base64. */
export declare function fromBase64(text: string): Uint8Array<ArrayBuffer> | undefined;
export declare function hmacSha256(key: Uint8Array<ArrayBuffer>, data: Uint8Array<ArrayBuffer>): Promise<Uint8Array>;
/** Compares in a time that depends on the lengths only. */
export declare function isEqual(one: string, other: string): boolean;
