import { randomUUID } from "node:crypto";
import { MultipartParseError, type MultipartPart, parseMultipart } from "@remix-run/multipart-parser";
import type { Json, JsonObject } from "@sluice/workflow/node-contract";
import { PublicError } from "../errors.ts";
import type { BodyType } from "./body-type.ts";
import { fileValue, type ReceivedFile, safeFilename } from "./file-value.ts";
import { readFields } from "./read-form.ts";

const limits = { maxParts: 1000, maxHeaderSize: 8 * 1024 };

export interface ReadFiles {
  /** Fields as a form has them, a file value where a file stands; the file value alone when the body is one file. */
  readonly value: JsonObject;
  readonly files: readonly ReceivedFile[];
}

/** Reads `multipart/form-data`, or a body of another type as one file. Throws 400 `malformed-form`. */
export function readFiles(bytes: Uint8Array, { boundary, mediaType }: BodyType): ReadFiles {
  if (boundary === null) {
    const file = { index: 0, filename: "", contentType: mediaType, bytes };
    return { value: fileValue(file), files: [file] };
  }
  const files: ReceivedFile[] = [];
  const fields: string[] = [];
  // A file stands as a word that no sender can know until its fields are read, and then as its value.
  const nonce = randomUUID();
  for (const part of partsOf(bytes, boundary)) {
    const { name, text, filename } = part;
    if (filename === undefined) {
      fields.push(`${encodeURIComponent(name)}=${encodeURIComponent(text())}`);
      continue;
    }
    fields.push(`${encodeURIComponent(name)}=${nonce}-${files.length}`);
    files.push({ index: files.length, filename, contentType: part.contentType, bytes: part.bytes });
  }
  const value = readFields(fields.join("&"));
  return { value: withFiles(value, nonce, files) as JsonObject, files };
}

interface Part {
  readonly name: string;
  /** Undefined: it is a field. */
  readonly filename: string | undefined;
  readonly contentType: string;
  readonly bytes: Uint8Array;
  text(): string;
}

function partsOf(bytes: Uint8Array, boundary: string): Part[] {
  const most = { maxFileSize: bytes.length, maxTotalSize: bytes.length };
  try {
    const parts = withoutPreamble(bytes, boundary);
    return Array.from(parseMultipart(parts, { boundary, ...limits, ...most }), toPart);
  } catch (error) {
    if (error instanceof PublicError) throw error;
    if (error instanceof MultipartParseError || error instanceof TypeError || error instanceof URIError) {
      throw malformed("The parts of the body cannot be read: one is cut off, too many or too large.");
    }
    throw error;
  }
}

/**
 * What stands before the first boundary is to be ignored (RFC 2046, 5.1.1): senders that put their parts together by hand often
 * begin with a line end.
 */
function withoutPreamble(bytes: Uint8Array, boundary: string): Uint8Array {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const first = `--${boundary}`;
  if (text.subarray(0, first.length).equals(Buffer.from(first))) return bytes;
  const at = text.indexOf(`\r\n${first}`);
  return at < 0 ? bytes : bytes.subarray(at + 2);
}

function toPart(part: MultipartPart): Part {
  const { name } = part;
  if (name === undefined || name === "") throw malformed("A part of the body has no name.");
  const bytes = part.bytes;
  return {
    name,
    filename: part.isFile ? safeFilename(part.filename ?? "") : undefined,
    contentType: part.mediaType ?? "application/octet-stream",
    bytes,
    text: () => utf8(bytes),
  };
}

function utf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw malformed("A field of the body is not valid UTF-8.");
  }
}

function withFiles(value: Json, nonce: string, files: readonly ReceivedFile[]): Json {
  if (typeof value === "string") {
    if (!value.startsWith(nonce)) return value;
    const file = files[Number(value.slice(nonce.length + 1))];
    return file ? fileValue(file) : value;
  }
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => withFiles(item, nonce, files));
  const copy = Object.create(null) as JsonObject;
  for (const [key, item] of Object.entries(value)) copy[key] = withFiles(item, nonce, files);
  return copy;
}

function malformed(detail: string): PublicError {
  return new PublicError("malformed-form", { detail });
}
