import { type FailureKind, NodeError } from "./node-error.ts";
import type { OutgoingResponse } from "./outgoing.ts";
import { retryAfterIn } from "./retry-after.ts";

/** How much of what a failing server says goes into the step's error. */
const shownCharacters = 300;

export type ResponseHeaders = Readonly<Record<string, string>>;

/** Header names in lower case; values of one name are joined. */
export function responseHeaders({ headers }: Pick<OutgoingResponse, "headers">): Record<string, string> {
  const values = new Map<string, string>();
  for (const { name, value } of headers) {
    const before = values.get(name);
    values.set(name, before === undefined ? value : `${before}, ${value}`);
  }
  return Object.fromEntries(values);
}

/**
 * A failing status as an error (`http-status`) whose kind says whether trying again can help, and when the server wants it.
 * `said`: what the server said of it, where that was read already. `retryAfterMs`: where it said so in its own way.
 */
export function statusFailure(given: {
  readonly response: OutgoingResponse;
  /** RFC 3339. */
  readonly now: string;
  readonly said?: string;
  readonly retryAfterMs?: number | undefined;
}): NodeError {
  const { response, now } = given;
  const { status } = response;
  const said = (given.said ?? utf8Of(response.body) ?? "").trim().replaceAll(/\s+/g, " ");
  const shown = said.length > shownCharacters ? `${said.slice(0, shownCharacters)}…` : said;
  const retryAfterMs = retryAfter(response, now) ?? given.retryAfterMs;
  return new NodeError({
    code: "http-status",
    message: `${hostOf(response.url)} answered ${status}${shown === "" ? "" : `: ${shown.toWellFormed()}`}`,
    kind: kindOf(status),
    status,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

/** `https://a.example:8443/x` → `a.example:8443`. */
function hostOf(url: string): string {
  return /^[a-z]+:\/\/([^/?#]*)/i.exec(url)?.[1] ?? url;
}

function kindOf(status: number): FailureKind {
  if (status === 429) return "429";
  if (status === 408) return "timeout";
  return status >= 500 ? "5xx" : "other";
}

/** `Retry-After` as `retryAfterIn` says. A date is measured against the server's own `Date`, so that clocks which differ do no harm. */
export function retryAfter(response: Pick<OutgoingResponse, "headers">, now: string): number | undefined {
  const headers = responseHeaders(response);
  const date = Date.parse(headers.date ?? "");
  return retryAfterIn(headers["retry-after"] ?? "", Number.isNaN(date) ? Date.parse(now) : date);
}

function utf8Of(body: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch {
    return undefined;
  }
}
