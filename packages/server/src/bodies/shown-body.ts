import { PublicError } from "../errors.ts";
import type { ReceivedFile } from "./file-value.ts";
import { readFiles } from "./read-files.ts";
import { type StoredBody, storedBytes } from "./read-value.ts";

/** Most bytes that are unpacked for a page: a refused body may be a bomb. */
const mostShownBytes = 16 * 1024 * 1024;

/** How a stored body is shown to people. */
export interface ShownBody {
  readonly body: string;
  readonly bodyEncoding: "utf8" | "base64";
  /** It came compressed, and is shown unpacked. */
  readonly bodyUnpacked: boolean;
  readonly files: readonly { index: number; filename: string; contentType: string; size: number }[];
}

/**
 * The text of a body, unpacked and in its charset where that can be done; base64 of the bytes as they came where it cannot.
 * `cut`: only the beginning was stored, which is shown as it came.
 */
export async function shownBody(stored: StoredBody, { cut }: { cut: boolean }): Promise<ShownBody> {
  const asItCame = { ...textOf(stored.body, "utf-8"), bodyUnpacked: false, files: [] };
  if (cut) return asItCame;
  try {
    const { bytes, type } = await storedBytes(stored, { limit: mostShownBytes });
    const files = type.kind === "files" ? readFiles(bytes, type).files : [];
    return {
      ...textOf(bytes, type.charset),
      bodyUnpacked: bytes !== stored.body,
      files: files.map(({ index, filename, contentType, bytes: { length: size } }) => ({
        ...{ index, filename, contentType, size },
      })),
    };
  } catch (error) {
    if (error instanceof PublicError) return asItCame;
    throw error;
  }
}

/**
 * One file of a stored body, which is unpacked up to `limit` bytes; undefined when there is none of this index, or when only
 * the beginning was stored. Throws `body-too-large` for more: a refused body may be a bomb.
 */
export async function fileOf(
  stored: StoredBody & { readonly bodyTruncated: boolean },
  { index, limit }: { index: number; limit: number },
): Promise<ReceivedFile | undefined> {
  if (stored.bodyTruncated) return undefined;
  const { bytes, type } = await storedBytes(stored, { limit });
  return type.kind === "files" ? readFiles(bytes, type).files[index] : undefined;
}

function textOf(bytes: Uint8Array, charset: string): Pick<ShownBody, "body" | "bodyEncoding"> {
  try {
    return {
      body: new TextDecoder(charset, { fatal: true, ignoreBOM: true }).decode(bytes),
      bodyEncoding: "utf8",
    };
  } catch {
    return { body: Buffer.from(bytes).toString("base64"), bodyEncoding: "base64" };
  }
}
