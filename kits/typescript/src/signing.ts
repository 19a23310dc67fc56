import { bytesOf, fromBase64, hmacSha256, toBase64, toHex } from "./bytes.ts";
import { standardSignature } from "./standard.ts";

/**
 * How a request proves where it comes from:
 * - `standard`: Standard Webhooks 1.0. `webhook-id`, `webhook-timestamp` and `webhook-signature: v1,<base64>` over
 *   `id.timestamp.body`; the secret is `whsec_<base64>`, as a trigger takes it. It also protects against a repetition: choose
 *   it where you can.
 * - `hmac`: HMAC-SHA256 of the body alone in one header (`x-signature` when left out), as hex or base64 behind a prefix.
 */
export type Signing =
  | { readonly scheme: "standard"; readonly secret: string }
  | {
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
export async function signedHeaders(
  signing: Signing,
  { id, timestamp, body }: Signed,
): Promise<Record<string, string>> {
  switch (signing.scheme) {
    case "standard": {
      const key = standardKey(signing.secret);
      const signature = await standardSignature({ key, id, timestamp: String(timestamp), body });
      return {
        "webhook-id": id,
        "webhook-timestamp": String(timestamp),
        "webhook-signature": `v1,${signature}`,
      };
    }
    case "hmac": {
      const { header = "x-signature", prefix = "", encoding = "hex", secret } = signing;
      if (secret === "") throw new TypeError("the secret is empty");
      const signature = await hmacSha256(bytesOf(secret), bytesOf(body));
      return { [header]: `${prefix}${encoding === "hex" ? toHex(signature) : toBase64(signature)}` };
    }
  }
}

function standardKey(secret: string): Uint8Array<ArrayBuffer> {
  const key = fromBase64(secret.replace(/^whsec_/, ""));
  if (key === undefined || key.byteLength === 0) {
    throw new TypeError("the secret of Standard Webhooks is whsec_ and base64");
  }
  return key;
}

/** A new secret for Standard Webhooks, of 256 random bits. */
export function newSecret(): string {
  return `whsec_${toBase64(crypto.getRandomValues(new Uint8Array(32)))}`;
}
