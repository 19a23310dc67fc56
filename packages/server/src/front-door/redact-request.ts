import type { HeaderPair } from "../stores/deliveries/store.ts";

/** What stands in the place of a secret value. */
export const redactedMark = "[redacted]";

/** Headers that carry credentials by their definition. Signatures are kept: they prove, they do not open. */
const secretHeaders: ReadonlySet<string> = new Set([
  "authorization",
  "proxy-authorization",
  "cookie",
  "cookie2",
]);

/** Parameters that senders put credentials into. Others belong to the workflow. */
const secretParameters =
  /([?&](?:access_token|api_key|api-key|apikey|client_secret|password|secret|token)=)[^&#]*/gi;

/** Names and values of node's flat list, secret values replaced. */
export function redactedHeaders(raw: readonly string[]): HeaderPair[] {
  const pairs: HeaderPair[] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = raw[at] ?? "";
    const secret = secretHeaders.has(name.toLowerCase());
    pairs.push({ name, value: secret ? redactedMark : (raw[at + 1] ?? "") });
  }
  return pairs;
}

export function redactedUrl(url: string): string {
  return url.includes("?") ? url.replace(secretParameters, `$1${redactedMark}`) : url;
}
