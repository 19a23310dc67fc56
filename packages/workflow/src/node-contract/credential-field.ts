import { z } from "zod";
import type { CredentialType, PlainCredential } from "./credential.ts";
import { NodeError } from "./node-error.ts";

/** A reference to a credential, as a document and a run hold it: `{ "credential": "cred_…" }`. */
export const credentialFieldSchema = z.strictObject({
  credential: z.string().regex(/^cred_[0-9A-Za-z]{1,60}$/, "choose a credential"),
});

export type CredentialField = z.infer<typeof credentialFieldSchema>;

/** A credential that must be of one of these types. Throws `credential-type-refused` for another. */
export function credentialOfType<const Type extends CredentialType>(
  credential: PlainCredential,
  types: readonly Type[],
): Extract<PlainCredential, { type: Type }> {
  if (!isOfType(credential, types)) {
    throw new NodeError({
      code: "credential-type-refused",
      message: `the credential is of the type ${credential.type}, and this node takes ${types.join(", ")}`,
    });
  }
  return credential;
}

function isOfType<Type extends CredentialType>(
  credential: PlainCredential,
  types: readonly Type[],
): credential is Extract<PlainCredential, { type: Type }> {
  return types.some((type) => type === credential.type);
}
