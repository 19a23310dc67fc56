/**
 * What a receiver has to check: `v1` and `v1a` of Standard Webhooks, or HMAC-SHA256 of the body alone, as hex in
 * `X-Webhook-Signature` behind a prefix.
 */
export type Scheme = "v1" | "v1a" | { readonly prefix: "sha256=" | "" };

/** What the environment of an example holds: the secrets, or the public keys. */
export function variableOf(scheme: Scheme): "WEBHOOK_SECRET" | "WEBHOOK_PUBLIC_KEY" {
  return scheme === "v1a" ? "WEBHOOK_PUBLIC_KEY" : "WEBHOOK_SECRET";
}
