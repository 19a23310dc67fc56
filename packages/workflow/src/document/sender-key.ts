import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import type { AuthMethod } from "./trigger-auth.ts";

/** A field that holds a secret, in whichever state it is. */
type SecretField = { readonly secret?: unknown } | { readonly credential?: unknown } | undefined;

/** The reference of a secret that is in the vault; undefined for every other state of its field. */
export function secretReference(field: SecretField): string | undefined {
  return field && "secret" in field && typeof field.secret === "string" ? field.secret : undefined;
}

/**
 * Under what "last used" is kept: the reference of the secret that opened the door, so that each secret of a rotation
 * has its own and a renamed method keeps it; for a token that is checked with public keys, what those are. One for
 * each secret of the method, in their order; null for one that is not in the vault.
 */
export function senderKeys(method: AuthMethod): (string | null)[] {
  switch (method.type) {
    case "basic":
      return [secretReference(method.password) ?? null];
    case "apiKey":
      return [secretReference(method.key) ?? null];
    case "bearer":
      return [secretReference(method.token) ?? null];
    case "signature":
      return method.secrets.map(({ value }) => secretReference(value) ?? null);
    case "jwt": {
      const keys = method.publicKey || method.jwksUrl;
      if (!keys) return [secretReference(method.secret) ?? null];
      return [`jwt:${bytesToHex(sha256(new TextEncoder().encode(keys))).slice(0, 32)}`];
    }
  }
}

/** What deliveries call a method: the name its builder gave it, else what tells it from others. */
export function senderLabel(method: AuthMethod): string {
  if (method.name) return method.name;
  switch (method.type) {
    case "basic":
      return method.username;
    case "apiKey":
      return method.parameter;
    case "bearer":
      return "Bearer";
    case "jwt":
      return method.issuer || "JWT";
    case "signature":
      return method.preset === "custom" ? (method.scheme?.header ?? "custom") : method.preset;
  }
}
