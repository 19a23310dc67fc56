import { createHash } from "node:crypto";
import type { JsonObject } from "@sluice/workflow/node-contract";

/** One file of a body. Its bytes are part of the body, and are kept as long as that is. */
export interface ReceivedFile {
  /** Position among the files of the body, from 0. */
  readonly index: number;
  /** As the sender named it, without folders and control characters; empty when it named none. */
  readonly filename: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

/** Largest file whose content stands in the value itself, in bytes. */
export const inlineFileBytes = 64 * 1024;

/**
 * What a file is in the body's value: `{ filename, contentType, size, sha256, index }`, and its content as `text` (UTF-8 of
 * a textual type) or `base64` when it has at most 64 KiB. Larger ones are downloaded from the delivery by their index.
 */
export function fileValue({ index, filename, contentType, bytes }: ReceivedFile): JsonObject {
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const value: JsonObject = { filename, contentType, size: bytes.length, sha256, index };
  if (bytes.length > inlineFileBytes) return value;
  const text = isTextual(contentType) ? utf8Of(bytes) : undefined;
  return text === undefined
    ? { ...value, base64: Buffer.from(bytes).toString("base64") }
    : { ...value, text };
}

/** The last part of a path, whichever way its slashes lean: a name is for people, and never a place on a disk. */
export function safeFilename(given: string): string {
  const name = given.split(/[/\\]/).at(-1) ?? "";
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  return name.replace(/[\u0000-\u001f\u007f]/g, "").slice(0, 255);
}

function isTextual(contentType: string): boolean {
  return /^(?:text\/|application\/(?:json|xml|yaml|x-ndjson|csv)|.+\+(?:json|xml|yaml)(?:;|$))/i.test(
    contentType,
  );
}

function utf8Of(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
