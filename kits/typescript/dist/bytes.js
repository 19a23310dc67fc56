/** Bytes and their spellings, with what Node.js, Deno and browsers all have. */
export function bytesOf(text) {
    return new Uint8Array(typeof text === "string" ? new TextEncoder().encode(text) : text);
}
export function joined(...parts) {
    const all = parts.map(bytesOf);
    const whole = new Uint8Array(all.reduce((length, { byteLength }) => length + byteLength, 0));
    let at = 0;
    for (const part of all) {
        whole.set(part, at);
        at += part.byteLength;
    }
    return whole;
}
export function toHex(bytes) {
    return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
export function toBase64(bytes) {
    return btoa(String.fromCharCode(...bytes));
}
/** Undefined: the text is no base64. */
export function fromBase64(text) {
    if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text))
        return undefined;
    try {
        return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    }
    catch {
        return undefined;
    }
}
export async function hmacSha256(key, data) {
    const algorithm = { name: "HMAC", hash: "SHA-256" };
    const imported = await crypto.subtle.importKey("raw", key, algorithm, false, ["sign"]);
    return new Uint8Array(await crypto.subtle.sign("HMAC", imported, data));
}
/** Compares in a time that depends on the lengths only. */
export function isEqual(one, other) {
    const [left, right] = [bytesOf(one), bytesOf(other)];
    if (left.byteLength !== right.byteLength)
        return false;
    let difference = 0;
    for (let at = 0; at < left.byteLength; at++)
        difference |= (left[at] ?? 0) ^ (right[at] ?? 0);
    return difference === 0;
}
