import { invalidHeaderValue } from "@sluice/workflow/document";
import { NodeError } from "@sluice/workflow/node-contract";

export interface Header {
  readonly name: string;
  readonly value: string;
}

/**
 * Headers that belong to the connection or to the body's length (RFC 9110, 7.6.1), that name another host than the one
 * that was checked, or that ask for an encoding which is not read here.
 */
const own: ReadonlySet<string> = new Set([
  "accept-encoding",
  "connection",
  "content-length",
  "expect",
  "host",
  "http2-settings",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/**
 * What goes along when a redirect leads to another origin. A list of what may, not of what may not: a key stands in
 * `x-api-key` as often as in `authorization`.
 */
const travelling: ReadonlySet<string> = new Set([
  "accept",
  "accept-language",
  "content-language",
  "content-type",
  "idempotency-key",
  "user-agent",
]);

/** Headers that say what the body is: without one they go. */
const ofBody: ReadonlySet<string> = new Set(["content-language", "content-location", "content-type"]);

/** Throws `invalid-header` for a header that cannot be sent or is not the sender's to set. */
export function checkHeaders(headers: readonly Header[]): void {
  for (const header of headers) {
    const reason = headerProblem(header);
    if (reason !== undefined) {
      throw new NodeError({
        code: "invalid-header",
        message: `the header ${JSON.stringify(header.name.slice(0, 200))} ${reason}`,
      });
    }
  }
}

/** Why a header cannot be sent, as the rest of a sentence after its name; undefined: it can. */
export function headerProblem({ name, value }: Header): string | undefined {
  return invalidName(name) ?? invalidHeaderValue(value);
}

function invalidName(name: string): string | undefined {
  if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,200}$/.test(name)) {
    return "has no valid name; a header name holds letters, digits and -, 200 at most";
  }
  return own.has(name.toLowerCase()) ? "is set by Sluice alone; remove it" : undefined;
}

export function withoutBodyHeaders(headers: readonly Header[]): Header[] {
  return headers.filter(({ name }) => !ofBody.has(name.toLowerCase()));
}

export function travellingHeaders(headers: readonly Header[]): Header[] {
  return headers.filter(({ name }) => travelling.has(name.toLowerCase()));
}

/** The headers with one set, in place of all others of its name. */
export function withHeader(headers: readonly Header[], header: Header): Header[] {
  const name = header.name.toLowerCase();
  return [...headers.filter((other) => other.name.toLowerCase() !== name), header];
}

export function hasHeader(headers: readonly Header[], wanted: string): boolean {
  return headers.some(({ name }) => name.toLowerCase() === wanted);
}
