import type { AuthMethod } from "@sluice/workflow/document";

/** Where the vault keeps the secrets of a trigger's methods. */
export const secretFields = {
  basic: "auth.any.*.password",
  apiKey: "auth.any.*.key",
  bearer: "auth.any.*.token",
  jwt: "auth.any.*.secret",
  signature: "auth.any.*.secrets.*.value",
} as const satisfies Record<AuthMethod["type"], string>;

export const signatureField = secretFields.signature;
