import {
  type Json,
  NodeError,
  type OutgoingResponse,
  type ResponseHeaders,
} from "@sluice/workflow/node-contract";
import { decodeUtf8, parseJsonText } from "@sluice/workflow/variables";
import type { HttpConfig } from "./request.ts";

/** The body as the config wants it read. Throws `response-not-json` and `response-not-text`. */
export function bodyOf(
  response: OutgoingResponse,
  headers: ResponseHeaders,
  as: HttpConfig["response"],
): Json {
  const { body } = response;
  const type = headers["content-type"] ?? "";
  switch (as) {
    case "bytes":
      return Buffer.from(body).toString("base64");
    case "json":
      return jsonOf(textOf(body, type));
    case "text":
      return textOf(body, type);
    case "auto":
      if (body.length === 0) return null;
      if (isJson(type)) return jsonOf(textOf(body, type));
      return isText(type) ? textOf(body, type) : (utf8Of(body) ?? Buffer.from(body).toString("base64"));
  }
}

/** Whether a status is in the list (`400-403, 405-599`). */
export function isFailure(status: number, failOn: string): boolean {
  return failOn.split(",").some((range) => {
    const [from, to = from] = range.split("-").map((text) => Number(text.trim() || Number.NaN));
    return from !== undefined && to !== undefined && status >= from && status <= to;
  });
}

function isJson(type: string): boolean {
  return /^\s*(application|text)\/([\w.-]+\+)?json\s*(;|$)/i.test(type);
}

function isText(type: string): boolean {
  return /^\s*(text\/|application\/([\w.-]+\+)?xml\s*(;|$)|application\/x-www-form-urlencoded)/i.test(type);
}

function jsonOf(text: string): Json {
  if (text.trim() === "") return null;
  const parsed = parseJsonText(text);
  if (parsed.ok) return parsed.value;
  throw new NodeError({
    code: "response-not-json",
    message: `the response is not JSON: ${parsed.message}`,
  });
}

function utf8Of(body: Uint8Array): string | undefined {
  const text = decodeUtf8(body);
  return typeof text === "string" ? text : undefined;
}

/** Decoded by the charset that the type names, else as UTF-8. */
function textOf(body: Uint8Array, type: string): string {
  const charset = /;\s*charset="?([^";\s]+)/i.exec(type)?.[1] ?? "utf-8";
  try {
    return new TextDecoder(charset, { fatal: true }).decode(body);
  } catch (cause) {
    throw new NodeError({
      code: "response-not-text",
      message: `the response is not text in ${charset.slice(0, 40)}; read it as bytes`,
      cause,
    });
  }
}
