/**
 * Whether a text is an origin as browsers send it in `Origin` (RFC 6454): scheme, host and port that is not the usual one,
 * nothing behind it, in lower case. Anything else would never be equal to what they send.
 */
export function isOrigin(text: string): boolean {
  return originOf(text) === text;
}

/** The origin that a URL or a half-right origin means (`HTTPS://Shop.example/`); undefined: none. */
export function originOf(text: string): string | undefined {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return undefined;
  const { origin, hostname } = new URL(text);
  // Some engines take it for a host name: no browser sends it.
  return hostname.includes("*") ? undefined : origin;
}
