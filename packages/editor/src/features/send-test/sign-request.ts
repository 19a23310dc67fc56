import {
  type DraftScheme,
  type SignedPiece,
  signatureHeaders,
  signedPieces,
} from "../../document/signature-scheme.ts";

/**
 * No signature can be made: `insecure`, since browsers compute them on https and on this machine only; `secret`, since
 * it is empty or not written as its scheme says.
 */
export class CannotSignError extends Error {
  override readonly name = "CannotSignError";
  readonly reason: "insecure" | "secret";

  constructor(reason: CannotSignError["reason"]) {
    super(`no signature can be made: ${reason}`);
    this.reason = reason;
  }
}

export interface RequestToSign {
  readonly scheme: DraftScheme;
  readonly secret: string;
  /** As the sender knows it. */
  readonly url: string;
  readonly body: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

const utf8 = new TextEncoder();
const hashes = { sha1: "SHA-1", sha256: "SHA-256", sha512: "SHA-512", ed25519: "" } as const;

/** The headers that a sender with this secret would add. Throws CannotSignError. */
export async function signRequest(request: RequestToSign): Promise<{ name: string; value: string }[]> {
  const { scheme, secret, url, body, now } = request;
  // Not everywhere, whatever the types say: only in secure contexts.
  const subtle: SubtleCrypto | undefined = crypto.subtle;
  if (subtle === undefined) throw new CannotSignError("insecure");
  const milliseconds = scheme.timestamp?.unit === "milliseconds";
  const timestamp = String(milliseconds ? now : Math.floor(now / 1000));
  const id = `msg_${crypto.randomUUID()}`;
  const bodyHash = hexOf(await subtle.digest("SHA-256", utf8.encode(body)));
  const parts = { id, timestamp, body, url, sortedParams: "", bodySha256: bodyHash };
  const write = (piece: SignedPiece) => (piece.kind === "part" ? parts[piece.name] : piece.text);
  const signed = utf8.encode(signedPieces(scheme.signed).map(write).join(""));
  const algorithm = { name: "HMAC", hash: hashes[scheme.algorithm] };
  const key = await subtle.importKey("raw", keyOf(scheme, secret), algorithm, false, ["sign"]);
  const bytes = await subtle.sign("HMAC", key, signed);
  const signature =
    scheme.encoding === "hex" ? hexOf(bytes) : btoa(String.fromCharCode(...new Uint8Array(bytes)));
  const values = { id, timestamp, signature };
  return signatureHeaders(scheme).map(({ name, pieces }) => ({
    name,
    value: pieces.map((piece) => ("text" in piece ? piece.text : values[piece.part])).join(""),
  }));
}

/** Throws where the secret is not written as the scheme says. */
function keyOf({ secretEncoding, secretPrefix }: DraftScheme, secret: string): Uint8Array<ArrayBuffer> {
  const bare = secret.startsWith(secretPrefix) ? secret.slice(secretPrefix.length) : secret;
  const written = {
    utf8: /./s,
    base64: /^[A-Za-z0-9+/]+={0,2}$/,
    hex: /^(?:[0-9a-f]{2})+$/i,
  }[secretEncoding];
  if (!written.test(bare)) throw new CannotSignError("secret");
  if (secretEncoding === "utf8") return new Uint8Array(utf8.encode(bare));
  if (secretEncoding === "base64") return Uint8Array.from(atob(bare), (character) => character.charCodeAt(0));
  return Uint8Array.from(bare.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

function hexOf(bytes: ArrayBuffer): string {
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
