import type { Json } from "../node-contract/json.ts";
import { NodeError } from "../node-contract/node-error.ts";
import type { CallerAnswer } from "../node-contract/run-result.ts";
import { invalidHeaderName, invalidHeaderValue } from "./answer-headers.ts";

export const answerKinds = ["json", "text", "html", "empty", "redirect"] as const;
export type AnswerKind = (typeof answerKinds)[number];

/** What a Response node or an asynchronous trigger is configured to answer, templates resolved. */
export interface AnswerGiven {
  /** 200–599; left out, 200, for a redirect 302. */
  readonly status?: number | undefined;
  readonly headers?: readonly { readonly name: string; readonly value: string }[] | undefined;
  readonly kind: AnswerKind;
  /** Left out: `{}` for JSON, nothing for text and HTML. */
  readonly body?: Json | undefined;
  /** Where a redirect leads. */
  readonly location?: string | undefined;
}

const contentTypes: Readonly<Record<AnswerKind, string | null>> = {
  json: "application/json; charset=utf-8",
  text: "text/plain; charset=utf-8",
  html: "text/html; charset=utf-8",
  empty: null,
  redirect: null,
};

/** Statuses whose answers have no body (RFC 9110, 15.3.5, 15.3.6 and 15.4.5). */
const bodyless: ReadonlySet<number> = new Set([204, 205, 304]);

/**
 * Encodes an answer for the sender, header names in lower case, `content-type` apart (one given by the builder wins).
 * Throws a `NodeError`: `invalid-status` (outside 200–599, or a redirect outside 300–399), `invalid-header` (a name or
 * a value that must not go out, or `location` without a 3xx status), `invalid-location` (a redirect without one).
 * An HTML body goes out as it is: what is inserted was escaped when its templates were resolved.
 */
export function encodeAnswer(given: AnswerGiven): CallerAnswer {
  const status = statusOf(given);
  const headers = (given.headers ?? []).map(({ name, value }) => checkedHeader(name, value));
  if (given.kind === "redirect") headers.push(locationOf(given));
  const ownTypes = headers.filter(({ name }) => name === "content-type");
  const locations = headers.filter(({ name }) => name === "location");
  for (const twice of [ownTypes, locations]) {
    if (twice.length > 1) throw invalidHeader(`the header ${twice[0]?.name} is given twice`);
  }
  if (locations.length > 0 && (status < 300 || status > 399)) {
    throw invalidHeader(`the header location goes only with a status of 300 to 399, not with ${status}`);
  }
  const hasBody = !bodyless.has(status);
  return {
    status,
    headers: headers.filter(({ name }) => name !== "content-type"),
    contentType: hasBody ? (ownTypes[0]?.value ?? contentTypes[given.kind]) : null,
    body: hasBody ? bodyOf(given) : "",
  };
}

function statusOf({ status, kind }: AnswerGiven): number {
  const code = status ?? (kind === "redirect" ? 302 : 200);
  if (!Number.isInteger(code) || code < 200 || code > 599) {
    throw new NodeError({
      code: "invalid-status",
      message: `${code} is no status for an answer; use a whole number from 200 to 599`,
    });
  }
  if (kind === "redirect" && (code < 300 || code > 399)) {
    throw new NodeError({
      code: "invalid-status",
      message: `a redirect needs a status from 300 to 399, not ${code}; leave it out for 302`,
    });
  }
  return code;
}

function checkedHeader(name: string, value: string): { name: string; value: string } {
  const problem = invalidHeaderName(name) ?? invalidHeaderValue(value);
  // The value came from outside and stays out of the message.
  if (problem) throw invalidHeader(`the header ${JSON.stringify(name)} ${problem}`);
  return { name: name.toLowerCase(), value };
}

function locationOf({ location }: AnswerGiven): { name: string; value: string } {
  if (location === undefined || location.trim() === "") {
    throw new NodeError({
      code: "invalid-location",
      message: "a redirect needs a location; fill in where it leads",
    });
  }
  return checkedHeader("location", location);
}

function bodyOf({ kind, body }: AnswerGiven): string {
  if (kind === "empty" || kind === "redirect") return "";
  if (kind === "json") return JSON.stringify(body === undefined ? {} : body);
  if (body === undefined || body === null) return "";
  if (typeof body === "string") return body;
  const json = JSON.stringify(body);
  // A tree that became a page whole was not escaped as one text: do it here, rather than trust every leaf.
  return kind === "html" ? escapeHtml(json) : json;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function invalidHeader(message: string): NodeError {
  return new NodeError({ code: "invalid-header", message });
}
