import {
  type BrotliDecompress,
  type BrotliOptions,
  constants,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
  type Gunzip,
  type Inflate,
  type InflateRaw,
} from "node:zlib";
import { NodeError } from "@sluice/workflow/node-contract";
import { isZlib } from "../bodies/inflate.ts";

/** Encodings that are asked for and read. */
export const acceptedEncodings = "gzip, deflate, br";

type Unpacker = BrotliDecompress | Gunzip | Inflate | InflateRaw;
interface Unpacked {
  readonly bytes: Buffer;
  /** As far as it comes: what is missing at the end is no error. */
  readonly cut: boolean;
}

const zlibOptions = ({ cut }: Unpacked) => (cut ? { finishFlush: constants.Z_SYNC_FLUSH } : {});
const brotliOptions = ({ cut }: Unpacked): BrotliOptions =>
  cut ? { finishFlush: constants.BROTLI_OPERATION_FLUSH } : {};

const unpackers: Readonly<Record<string, (of: Unpacked) => Unpacker>> = {
  gzip: (of) => createGunzip(zlibOptions(of)),
  "x-gzip": (of) => createGunzip(zlibOptions(of)),
  br: (of) => createBrotliDecompress(brotliOptions(of)),
  deflate: (of) => (isZlib(of.bytes) ? createInflate(zlibOptions(of)) : createInflateRaw(zlibOptions(of))),
};

/**
 * The whole body, decompressed once: a second layer is refused, since a few hundred bytes of them unfold to anything.
 * Throws `response-too-large` as soon as there is more than `maxBytes`, packed or unpacked, and `response-unreadable`
 * when the bytes are not what `content-encoding` says. `cut`: nothing is thrown. What is larger, breaks off, comes too
 * slowly or cannot be unpacked whole ends where it was cut, and an unknown encoding stays as it is.
 */
export async function readBody(
  body: AsyncIterable<Buffer>,
  given: {
    readonly encoding: string;
    readonly maxBytes: number;
    readonly cut?: boolean;
    /** Something has come. */
    readonly heard?: (() => void) | undefined;
  },
): Promise<Uint8Array> {
  const { maxBytes, cut = false, heard } = given;
  const packed = await collect(body, { maxBytes, cut, heard });
  const encoding = given.encoding.trim().toLowerCase();
  // Answers to HEAD, 204 and 304 name an encoding and have no body.
  if (encoding === "" || encoding === "identity" || packed.length === 0) return packed;
  const unpacker = unpackers[encoding]?.({ bytes: packed, cut });
  if (unpacker === undefined) {
    if (cut) return packed;
    const named = JSON.stringify(encoding.slice(0, 100));
    throw unreadable(`is encoded as ${named}; gzip, deflate or br are read, once`);
  }
  unpacker.end(packed);
  try {
    return await collect(unpacker, { maxBytes, cut });
  } catch (error) {
    if (error instanceof NodeError) throw error;
    throw unreadable(`is not the ${encoding} that it says`, error);
  }
}

async function collect(
  body: AsyncIterable<Buffer>,
  given: {
    readonly maxBytes: number;
    readonly cut: boolean;
    readonly heard?: (() => void) | undefined;
  },
): Promise<Buffer> {
  const { maxBytes, cut, heard } = given;
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    // Leaving the loop by an error ends the connection.
    for await (const chunk of body) {
      heard?.();
      size += chunk.length;
      if (size > maxBytes && !cut) throw tooLarge(maxBytes);
      chunks.push(chunk);
      if (size > maxBytes) break;
    }
  } catch (error) {
    if (!cut) throw error;
  }
  return Buffer.concat(chunks, Math.min(size, maxBytes));
}

function tooLarge(maxBytes: number): NodeError {
  return new NodeError({
    code: "response-too-large",
    message: `the response is larger than ${maxBytes} bytes; raise the limit, or ask for less`,
  });
}

function unreadable(reason: string, cause?: unknown): NodeError {
  return new NodeError({ code: "response-unreadable", message: `the response's body ${reason}`, cause });
}
