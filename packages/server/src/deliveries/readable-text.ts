import { storedBytes } from "../bodies/read-value.ts";
import { PublicError } from "../errors.ts";

/** Most bytes of one body that are unpacked for a search: a refused one may be a bomb. */
const mostUnpacked = 4 * 1024 * 1024;

/** A delivery's body with the headers as they are stored: a JSON list of pairs. */
export interface SearchedBody {
  readonly headers: string;
  readonly body: Uint8Array;
}

/**
 * The text that people see of a body, where it is another than its bytes read as UTF-8: unpacked, in its charset, with the
 * escapes of JSON and of forms undone. Undefined where there is no other, or it cannot be read.
 */
export async function readableText({ headers, body }: SearchedBody): Promise<string | undefined> {
  if (!/content-encoding|charset|urlencoded/i.test(headers)) {
    return hasUnicodeEscape(body) ? withoutUnicodeEscapes(plain(body)) : undefined;
  }
  try {
    const pairs = JSON.parse(headers) as [string, string][];
    const stored = { headers: pairs.map(([name, value]) => ({ name, value })), body };
    const { bytes, type } = await storedBytes(stored, { limit: mostUnpacked });
    const text = new TextDecoder(type.charset).decode(bytes);
    return type.kind === "form" ? withoutPercents(text) : withoutUnicodeEscapes(text);
  } catch (error) {
    if (error instanceof PublicError) return undefined;
    throw error;
  }
}

function plain(body: Uint8Array): string {
  return Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString("utf8");
}

function hasUnicodeEscape(body: Uint8Array): boolean {
  return Buffer.from(body.buffer, body.byteOffset, body.byteLength).includes("\\u");
}

/** PHP and Python write `é` as `\u00e9` unless they are told not to. */
function withoutUnicodeEscapes(text: string): string {
  return text.replace(/\\u([0-9a-f]{4})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

/** The text of a query or a form. Bytes that are escaped in another charset than UTF-8 stay escaped. */
export function withoutPercents(text: string): string {
  return text.replaceAll("+", " ").replace(/(?:%[0-9a-f]{2})+/gi, (escapes) => {
    try {
      return decodeURIComponent(escapes);
    } catch {
      return escapes;
    }
  });
}
