import type { IncomingMessage } from "node:http";
import { maxDocumentBytes, parseDocument } from "@sluice/workflow/document";
import type { Json, JsonObject } from "@sluice/workflow/node-contract";
import { parseJsonBytes } from "@sluice/workflow/variables";
import { PublicError } from "../errors.ts";

/** Room for the largest document in any spelling of its JSON, and what stands around it. */
const maxBodyBytes = maxDocumentBytes + 3 * 1024 * 1024;

/**
 * Reads the JSON body of an API call; undefined when there is none. Nesting is counted before anything walks the tree.
 * Throws `unsupported-media-type`, `body-too-large`, `malformed-json`, `json-too-deep`, `invalid-request` for what is no
 * object, and `invalid-document` for a workflow document (the field `document`) that is none.
 */
export async function readJsonBody(request: IncomingMessage): Promise<JsonObject | undefined> {
  const { "content-length": declared, "transfer-encoding": chunked } = request.headers;
  if (chunked === undefined && (declared === undefined || declared === "0")) return undefined;
  insistOnJson(request);
  if (Number(declared) > maxBodyBytes) throw tooLarge();
  const bytes = await readBytes(request);
  if (bytes.length === 0) return undefined;
  const parsed = parseJsonBytes(bytes);
  if (!parsed.ok) {
    const { code, message, line, column } = parsed;
    throw new PublicError(code, {
      detail: `${message} (line ${line}, column ${column})`,
      members: { line, column },
    });
  }
  return withReadDocument(insistOnObject(parsed.value));
}

/** Every call takes an object: a list or a text would be passed over in silence where all fields may be left out. */
function insistOnObject(body: Json): JsonObject {
  if (typeof body === "object" && body !== null && !Array.isArray(body)) return body;
  throw new PublicError("invalid-request", {
    members: { issues: [{ at: [], message: "the body is a JSON object" }] },
  });
}

function insistOnJson(request: IncomingMessage): void {
  const { "content-type": type = "", "content-encoding": encoding = "identity" } = request.headers;
  const isJson = /^application\/([a-z0-9.+-]+\+)?json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(type.trim());
  if (isJson && encoding === "identity") return;
  throw new PublicError("unsupported-media-type", {
    detail: "The API takes JSON in UTF-8, uncompressed: Content-Type: application/json",
    headers: { accept: "application/json" },
  });
}

async function readBytes(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBodyBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function tooLarge(): PublicError {
  return new PublicError("body-too-large", {
    detail: `The API takes bodies of up to ${maxBodyBytes} bytes.`,
    members: { limit: maxBodyBytes },
    // The rest of the body is not read.
    headers: { connection: "close" },
  });
}

/** The limits and the outer shape of a workflow document, and an older format brought to today's. */
function withReadDocument(body: JsonObject): JsonObject {
  if (body.document === undefined) return body;
  const parsed = parseDocument(body.document);
  if (!parsed.ok) throw new PublicError("invalid-document", { members: { issues: parsed.problems } });
  return { ...body, document: parsed.document as Json };
}
