import { promisify } from "node:util";
import zlib from "node:zlib";
import { codeOf } from "../error-code.ts";
import { PublicError } from "../errors.ts";

const gunzip = promisify(zlib.gunzip);
const inflateZlib = promisify(zlib.inflate);
const inflateRaw = promisify(zlib.inflateRaw);
const brotli = promisify(zlib.brotliDecompress);

/** What `Accept-Encoding` says when another one was sent. */
export const acceptedEncodings = "gzip, deflate, br, identity";

export type BodyEncoding = "gzip" | "deflate" | "br";

/**
 * Reads a `Content-Encoding`; null: the body stands as it is. Throws 415 for any other, and for several at once: who
 * compresses twice means to harm.
 */
export function encodingOf(contentEncoding: string | undefined): BodyEncoding | null {
  if (contentEncoding === undefined) return null;
  const name = contentEncoding.trim().toLowerCase();
  if (name === "" || name === "identity") return null;
  if (name === "gzip" || name === "x-gzip") return "gzip";
  if (name === "deflate" || name === "br") return name;
  throw new PublicError("unsupported-media-type", {
    detail: "This content encoding is not taken here; see Accept-Encoding.",
    headers: { "accept-encoding": acceptedEncodings },
  });
}

/**
 * The bytes before they were compressed, in the thread pool. Throws 413 as soon as there is one more than `limit`, and 400
 * `malformed-encoding` for what is not what it says, is cut off, or goes on after its end.
 */
export async function inflate(
  bytes: Uint8Array,
  { encoding, limit }: { encoding: BodyEncoding | null; limit: number },
): Promise<Uint8Array> {
  if (encoding === null || bytes.length === 0) return bytes;
  try {
    const { buffer, engine } = await decompress(bytes, encoding, limit);
    if (engine.bytesWritten < bytes.length) throw malformed();
    return buffer;
  } catch (error) {
    if (error instanceof PublicError) throw error;
    if (codeOf(error) === "ERR_BUFFER_TOO_LARGE") {
      throw new PublicError("body-too-large", {
        detail: `The body, decompressed, is larger than the ${limit} bytes that are taken here.`,
        members: { limitBytes: limit },
      });
    }
    throw malformed();
  }
}

interface Decompressed {
  readonly buffer: Buffer;
  readonly engine: { readonly bytesWritten: number };
}

function decompress(bytes: Uint8Array, encoding: BodyEncoding, limit: number): Promise<Decompressed> {
  // With `info` zlib gives its engine back, which knows how much of the input it has used.
  const options = { maxOutputLength: Math.max(1, limit), info: true };
  const run = { gzip: gunzip, deflate: isZlib(bytes) ? inflateZlib : inflateRaw, br: brotli }[encoding];
  return run(bytes, options) as unknown as Promise<Decompressed>;
}

/** `deflate` means zlib (RFC 9110, 8.4.1.2), and some mean the bare stream: the first two bytes tell (RFC 1950, 2.2). */
export function isZlib(bytes: Uint8Array): boolean {
  const [first = 0, second = 0] = bytes;
  return (first & 0x0f) === 8 && (first * 256 + second) % 31 === 0;
}

function malformed(): PublicError {
  return new PublicError("malformed-encoding");
}
