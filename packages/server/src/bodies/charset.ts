import { PublicError } from "../errors.ts";

/** Whether text in a charset can be read here: the encodings of the WHATWG Encoding Standard. */
export function isCharset(charset: string): boolean {
  try {
    new TextDecoder(charset);
    return true;
  } catch {
    return false;
  }
}

/**
 * Decodes a text without the byte order mark. Bytes that the charset does not have are refused (400 `malformed-encoding`)
 * and never replaced: a name with `�` in it is lost for good.
 */
export function decodeText(bytes: Uint8Array, charset: string): string {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch {
    throw new PublicError("malformed-encoding", {
      detail: `The body is not valid ${charset.toUpperCase()}.`,
    });
  }
}
