import { hmacSha256, joined, toBase64 } from "./bytes.js";
/** Base64 of the signature of Standard Webhooks, without `v1,`. */
export async function standardSignature(given) {
    const { key, id, timestamp, body } = given;
    return toBase64(await hmacSha256(key, joined(`${id}.${timestamp}.`, body)));
}
