import { bytesOf, fromBase64, hmacSha256, toBase64, toHex } from "./bytes.js";
import { standardSignature } from "./standard.js";
/** The headers that sign a body. Throws a `TypeError` for a secret that cannot be one. */
export async function signedHeaders(signing, { id, timestamp, body }) {
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
            if (secret === "")
                throw new TypeError("the secret is empty");
            const signature = await hmacSha256(bytesOf(secret), bytesOf(body));
            return { [header]: `${prefix}${encoding === "hex" ? toHex(signature) : toBase64(signature)}` };
        }
    }
}
function standardKey(secret) {
    const key = fromBase64(secret.replace(/^whsec_/, ""));
    if (key === undefined || key.byteLength === 0) {
        throw new TypeError("the secret of Standard Webhooks is whsec_ and base64");
    }
    return key;
}
/** A new secret for Standard Webhooks, of 256 random bits. */
export function newSecret() {
    return `whsec_${toBase64(crypto.getRandomValues(new Uint8Array(32)))}`;
}
