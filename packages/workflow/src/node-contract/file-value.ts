import { z } from "zod";
import type { Json } from "./json.ts";
import { NodeError } from "./node-error.ts";
import type { RunContext } from "./run-context.ts";

/** A file as the door gives it (docs/bodies.md), or one that an expression or a node made: its content, or where it is. */
export const fileValueSchema = z.object({
  filename: z.string().max(255).default(""),
  contentType: z.string().max(200).default(""),
  text: z.string().optional(),
  base64: z.string().optional(),
  index: z.int().min(0).optional(),
  sha256: z.string().optional(),
});
export type FileValue = z.infer<typeof fileValueSchema>;

/** The content of a file: what stands in the value, else what the execution's delivery brought. Throws `invalid-file`. */
export async function fileBytes(file: FileValue, context: Pick<RunContext, "file">): Promise<Uint8Array> {
  const { text, base64, index, sha256 } = file;
  if (text !== undefined) return new TextEncoder().encode(text);
  if (base64 !== undefined) return bytesOfBase64(base64);
  if (index === undefined || sha256 === undefined) {
    throw invalidFile("it has neither text, nor base64, nor a place in the request");
  }
  return context.file({ index, sha256 });
}

/** A value as bytes: a text in UTF-8, the content of a file, anything else as JSON. Throws `invalid-file`. */
export async function contentBytes(value: Json, context: Pick<RunContext, "file">): Promise<Uint8Array> {
  if (typeof value === "string") return new TextEncoder().encode(value);
  const file = fileIn(value);
  return file ? fileBytes(file, context) : new TextEncoder().encode(JSON.stringify(value));
}

/** A value as text: itself, or the content of a file in the charset that its type names. Throws `invalid-file`. */
export async function contentText(value: Json, context: Pick<RunContext, "file">): Promise<string> {
  if (typeof value === "string") return value;
  const file = fileIn(value);
  if (!file) throw invalidFile("give a text or a file of the request");
  return decodedText(await fileBytes(file, context), charsetOf(file.contentType));
}

/** Without a mark in front that says how it is encoded. Throws `invalid-file` for bytes that the charset does not have. */
export function decodedText(bytes: Uint8Array, charset: string): string {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new NodeError({
      code: "invalid-file",
      message: `the content is not text in ${charset.slice(0, 40)}`,
      cause,
    });
  }
}

export function charsetOf(contentType: string): string {
  return /;\s*charset="?([^";\s]+)/i.exec(contentType)?.[1] ?? "utf-8";
}

/** Undefined: the value is no file. */
export function fileIn(value: Json): FileValue | undefined {
  const parsed = fileValueSchema.safeParse(value);
  if (!parsed.success) return undefined;
  const { text, base64, sha256 } = parsed.data;
  return text === undefined && base64 === undefined && sha256 === undefined ? undefined : parsed.data;
}

/** Throws `invalid-file` for what is no base64. */
export function bytesOfBase64(base64: string): Uint8Array {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(base64)) throw invalidFile("its content is not base64");
  const binary = atob(base64);
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at += 1) bytes[at] = binary.charCodeAt(at);
  return bytes;
}

function invalidFile(message: string): NodeError {
  return new NodeError({ code: "invalid-file", message: `this is no file: ${message}` });
}
