import { z } from "zod";

/** A reference to a credential, as a document and a run hold it: `{ "credential": "cred_…" }`. */
export const credentialFieldSchema = z.strictObject({
  credential: z.string().regex(/^cred_[0-9A-Za-z]{1,60}$/, "choose a credential"),
});

export type CredentialField = z.infer<typeof credentialFieldSchema>;
