import { createPublicKey, type KeyObject } from "node:crypto";

/** What stands before the 32 bytes of a raw key in SPKI (RFC 8410). */
const spkiPrefix = Buffer.from("302a300506032b6570032100", "hex");
const rawBytes = 32;

/** An ed25519 public key: PEM, a JWK as JSON text, or its 32 bytes in hex or base64. Null when it is none of them. */
export function readEd25519Key(text: string): KeyObject | null {
  const given = text.trim();
  try {
    const key = given.startsWith("{")
      ? createPublicKey({ key: publicPart(JSON.parse(given)), format: "jwk" })
      : given.startsWith("-----BEGIN PUBLIC KEY-----")
        ? createPublicKey(given)
        : fromRaw(given);
    return key?.asymmetricKeyType === "ed25519" ? key : null;
  } catch {
    return null;
  }
}

function publicPart({ kty = "", crv = "", x = "" }: { kty?: string; crv?: string; x?: string }) {
  return { kty, crv, x };
}

function fromRaw(text: string): KeyObject | null {
  const hex = /^[0-9a-fA-F]{64}$/.test(text);
  if (!hex && !/^[A-Za-z0-9+/_-]{43}=?$/.test(text)) return null;
  const bytes = Buffer.from(text, hex ? "hex" : "base64");
  if (bytes.length !== rawBytes) return null;
  return createPublicKey({ key: Buffer.concat([spkiPrefix, bytes]), format: "der", type: "spki" });
}
