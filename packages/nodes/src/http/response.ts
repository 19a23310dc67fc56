import {
  type FailureKind,
  type Json,
  NodeError,
  type OutgoingResponse,
} from "@sluice/workflow/node-contract";
import { decodeUtf8, parseJsonText } from "@sluice/workflow/variables";
import type { HttpConfig } from "./request.ts";

/** How much of what a failing server says goes into the step's error. */
const shownCharacters = 300;

export type ResponseHeaders = Readonly<Record<string, string>>;

/** Header names in lower case; values of one name are joined. */
export function headersOf({ headers }: OutgoingResponse): Record<string, string> {
  const values = new Map<string, string>();
  for (const { name, value } of headers) {
    const before = values.get(name);
    values.set(name, before === undefined ? value : `${before}, ${value}`);
  }
  return Object.fromEntries(values);
}

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

/** A failing status as an error whose kind says whether trying again can help, and when the server wants it. */
export function failureOf(response: OutgoingResponse, headers: ResponseHeaders, now: string): NodeError {
  const { status } = response;
  const said = (utf8Of(response.body) ?? "").trim().replaceAll(/\s+/g, " ");
  const shown = said.length > shownCharacters ? `${said.slice(0, shownCharacters)}…` : said;
  const retryAfterMs = retryAfter(headers, now);
  return new NodeError({
    code: "http-status",
    message: `${new URL(response.url).host} answered ${status}${shown === "" ? "" : `: ${shown.toWellFormed()}`}`,
    kind: kindOf(status),
    status,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

function kindOf(status: number): FailureKind {
  if (status === 429) return "429";
  if (status === 408) return "timeout";
  return status >= 500 ? "5xx" : "other";
}

/**
 * `Retry-After` in milliseconds: seconds, or a date (RFC 9110, 10.2.3). A date is measured against the server's own
 * `Date`, so that clocks which differ do no harm.
 */
function retryAfter(headers: ResponseHeaders, now: string): number | undefined {
  const text = headers["retry-after"]?.trim() ?? "";
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  const at = /[a-z]/i.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at)) return undefined;
  const date = Date.parse(headers.date ?? "");
  return Math.max(0, at - (Number.isNaN(date) ? Date.parse(now) : date));
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
