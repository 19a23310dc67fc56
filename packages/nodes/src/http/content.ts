import { createHash } from "node:crypto";
import {
  contentBytes,
  type FileValue,
  fileBytes,
  fileIn,
  type Json,
  NodeError,
  type RunContext,
} from "@sluice/workflow/node-contract";

export interface Content {
  readonly type: string;
  readonly body: string | Uint8Array;
}

/** Files that one request carries, and their bytes: they are held in memory while it is sent. */
const mostFiles = 50;
const mostBytes = 64 * 1024 * 1024;
const unknownType = "application/octet-stream";

/** One file, or a text, as it stands. Throws `invalid-file` and `body-too-large`. */
export async function fileContent(
  value: Json | undefined,
  context: Pick<RunContext, "file">,
): Promise<Content> {
  const file = fileIn(value ?? null);
  if (!file && typeof value !== "string") throw invalid("give a file of the request, or of a step before");
  const body = await contentBytes(value ?? null, context);
  if (body.length > mostBytes) throw tooLarge();
  return { type: file ? typeOf(file) : "text/plain; charset=utf-8", body };
}

/**
 * A form of several parts (RFC 7578): each member of the object is a field. A file, or each of a list of files, is sent as one;
 * a text as it is; anything else as JSON. The boundary comes from the content, so that every attempt sends the same bytes and
 * nothing that is inserted can hold it. Throws `invalid-file` and `body-too-large`.
 */
export async function multipartContent(
  value: Json | undefined,
  context: Pick<RunContext, "file">,
): Promise<Content> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw invalid('give an object with a member for each field: { "document": "{{ trigger.document }}" }');
  }
  const parts: { readonly head: string; readonly bytes: Uint8Array }[] = [];
  const count = { files: 0, bytes: 0 };
  const add = (head: string, bytes: Uint8Array) => {
    count.bytes += bytes.length;
    if (count.bytes > mostBytes) throw tooLarge();
    parts.push({ head, bytes });
  };
  for (const [name, member] of Object.entries(value)) {
    const disposition = `content-disposition: form-data; name="${quoted(name)}"`;
    const files = filesIn(member);
    for (const file of files ?? []) {
      count.files += 1;
      if (count.files > mostFiles) throw invalid(`a request carries ${mostFiles} of them at most`);
      const filename = quoted(file.filename || `file-${count.files}`);
      const head = `${disposition}; filename="${filename}"\r\ncontent-type: ${typeOf(file)}`;
      add(head, await fileBytes(file, context));
    }
    // A field that is null is left out, as an optional file is that did not come.
    if (!files && member !== null) add(disposition, await contentBytes(member, context));
  }
  const hash = createHash("sha256");
  for (const { head, bytes } of parts) hash.update(head).update(bytes);
  const boundary = `sluice-${hash.digest("hex").slice(0, 40)}`;
  const pieces = parts.flatMap(({ head, bytes }) => [
    Buffer.from(`--${boundary}\r\n${head}\r\n\r\n`),
    bytes,
    Buffer.from("\r\n"),
  ]);
  return {
    type: `multipart/form-data; boundary=${boundary}`,
    body: Buffer.concat([...pieces, Buffer.from(`--${boundary}--\r\n`)]),
  };
}

/** A file, or a list of nothing but files; undefined: it is something else. */
function filesIn(value: Json): FileValue[] | undefined {
  const file = fileIn(value);
  if (file) return [file];
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const files = value.flatMap((one) => fileIn(one) ?? []);
  return files.length === value.length ? files : undefined;
}

/** What is no media type would end the line that it stands in. */
function typeOf({ contentType, text }: FileValue): string {
  if (/^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(?:\s*;[\x20-\x7e]*)?$/.test(contentType)) return contentType;
  return text === undefined ? unknownType : "text/plain; charset=utf-8";
}

/** As browsers write names (html.spec.whatwg.org, 4.10.21.8). */
function quoted(name: string): string {
  return name.toWellFormed().replaceAll("\r", "%0D").replaceAll("\n", "%0A").replaceAll('"', "%22");
}

function invalid(message: string): NodeError {
  return new NodeError({ code: "invalid-file", message });
}

function tooLarge(): NodeError {
  return new NodeError({
    code: "body-too-large",
    message: `the body has more than ${mostBytes} bytes; send fewer or smaller files, or a link to them`,
  });
}
