/**
 * Headers that no builder sets on an answer.
 * They belong to the connection (RFC 9110, 7.6.1) or to the body's length and coding, or they would act on the whole origin,
 * on which the editor lives too: cookies, policies, workers, remembered transport rules, wiped or reported site data. Or they
 * are what Sluice says of an answer: a second one beside it would be read as well.
 */
const refusedNames: ReadonlySet<string> = new Set([
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "content-length",
  "content-encoding",
  "sluice-delivery-id",
  "sluice-execution-id",
  "idempotency-replayed",
  "set-cookie",
  "set-cookie2",
  "content-security-policy",
  "content-security-policy-report-only",
  "x-content-type-options",
  "strict-transport-security",
  "service-worker-allowed",
  "refresh",
  "alt-svc",
  "clear-site-data",
  "nel",
  "report-to",
  "reporting-endpoints",
]);

const refusedPrefixes = ["access-control-"] as const;

/** Why a name cannot be a header of an answer, as the rest of a sentence; undefined when it can. */
export function invalidHeaderName(name: string): string | undefined {
  if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,200}$/.test(name)) {
    return "has no valid name; a header name holds letters, digits and -, 200 at most";
  }
  const lower = name.toLowerCase();
  if (refusedNames.has(lower) || refusedPrefixes.some((prefix) => lower.startsWith(prefix))) {
    return "is set by Sluice alone; remove it";
  }
  return undefined;
}

/** Why a text cannot be a header's value, as the rest of a sentence; undefined when it can. */
export function invalidHeaderValue(value: string): string | undefined {
  // All control characters, the line ends that would begin a new header first among them.
  if (/\p{Cc}/u.test(value)) return "has a value with a line break or another control character; remove it";
  if (/[^\0-\u00ff]/.test(value)) {
    return "has a value with a character beyond U+00FF; encode it, for example with urlEncode()";
  }
  return undefined;
}
