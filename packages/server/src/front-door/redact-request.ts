import type { HeaderPair } from "../stores/deliveries/store.ts";

/** Stands where a secret stood. */
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

/** Names and values of node's flat list, secret values replaced; `hidden`: those of this trigger, in lower case. */
export function redactedHeaders(raw: readonly string[], hidden: ReadonlySet<string>): HeaderPair[] {
  const pairs: HeaderPair[] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = raw[at] ?? "";
    const lower = name.toLowerCase();
    const secret = secretHeaders.has(lower) || hidden.has(lower);
    pairs.push({ name, value: secret ? redactedMark : (raw[at + 1] ?? "") });
  }
  return pairs;
}

/** `hidden`: the parameters of this trigger, by their decoded names. */
export function redactedUrl(url: string, hidden: ReadonlySet<string>): string {
  const start = url.indexOf("?");
  if (start < 0) return url;
  const usual = url.replace(secretParameters, `$1${redactedMark}`);
  if (hidden.size === 0) return usual;
  const pieces = usual.slice(start + 1).split("&");
  const shown = pieces.map((piece) => {
    const equals = piece.indexOf("=");
    const name = equals < 0 ? piece : piece.slice(0, equals);
    return equals >= 0 && hidden.has(decodedName(name)) ? `${name}=${redactedMark}` : piece;
  });
  return `${usual.slice(0, start + 1)}${shown.join("&")}`;
}

/** As a reader of the query would have it, without what makes it a list or an object. */
function decodedName(name: string): string {
  const [decoded = ""] = new URLSearchParams(`${name}=`).keys();
  return decoded.replace(/\[.*$/s, "");
}
