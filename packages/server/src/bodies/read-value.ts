import type { Json } from "@sluice/workflow/node-contract";
import { parseJsonBytes } from "@sluice/workflow/variables";
import { PublicError } from "../errors.ts";
import { type BodyType, bodyTypeOf } from "./body-type.ts";
import { decodeText } from "./charset.ts";
import { encodingOf, inflate } from "./inflate.ts";
import { readFiles } from "./read-files.ts";
import { readForm } from "./read-form.ts";

/**
 * Station 8: what a body says, from its bytes before any compression. JSON may be anything, an empty body is `null`; a form
 * is an object; text is a string; files are handles. Throws the problem, with line and column where JSON goes wrong.
 */
export function readValue(bytes: Uint8Array, type: BodyType): Json {
  switch (type.kind) {
    case "json":
      return readJson(bytes);
    case "form":
      return readForm(bytes, type.charset);
    case "text":
      // Nothing at all, of no type: a body that is not there.
      return bytes.length === 0 && type.mediaType === "" ? null : decodeText(bytes, type.charset);
    case "files":
      return readFiles(bytes, type).value;
  }
}

function readJson(bytes: Uint8Array): Json {
  const parsed = parseJsonBytes(bytes);
  if (parsed.ok) return parsed.value;
  const { code, message, line, column } = parsed;
  const detail = `${message[0]?.toUpperCase() ?? ""}${message.slice(1)} (line ${line}, column ${column}).`;
  throw new PublicError(code, { detail, members: { line, column } });
}

/** A request as it was stored. */
export interface StoredBody {
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly body: Uint8Array;
}

/**
 * The bytes of a stored body before any compression, at most `limit` of them, and their type. Throws as the door does: a
 * refused one may be anything.
 */
export async function storedBytes(
  { headers, body }: StoredBody,
  { limit }: { limit: number },
): Promise<{ bytes: Uint8Array; type: BodyType }> {
  const header = (wanted: string) => headers.find(({ name }) => name.toLowerCase() === wanted)?.value;
  const encoding = encodingOf(header("content-encoding"));
  const bytes = await inflate(body, { encoding, limit });
  return { bytes, type: bodyTypeOf(header("content-type")) };
}

/** What the body of an accepted delivery says, as the door had read it; null for one that cannot be read. */
export async function storedValue(stored: StoredBody): Promise<Json> {
  try {
    const { bytes, type } = await storedBytes(stored, { limit: Number.MAX_SAFE_INTEGER });
    return readValue(bytes, type);
  } catch (error) {
    if (error instanceof PublicError) return null;
    throw error;
  }
}
