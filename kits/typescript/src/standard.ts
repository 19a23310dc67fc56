import { hmacSha256, joined, toBase64 } from "./bytes.ts";

/** Base64 of the signature of Standard Webhooks, without `v1,`. */
export async function standardSignature(given: {
  readonly key: Uint8Array<ArrayBuffer>;
  readonly id: string;
  readonly timestamp: string;
  readonly body: string | Uint8Array;
}): Promise<string> {
  const { key, id, timestamp, body } = given;
  return toBase64(await hmacSha256(key, joined(`${id}.${timestamp}.`, body)));
}
