import type { PlainCredential } from "@sluice/workflow/node-contract";

/** The way from a reference to what it stands for: what the engine gets of the credentials. */
export interface CredentialReader {
  /** In plain, for one run; undefined when there is none with this id. Throws when it is damaged. */
  reveal(id: string): Promise<PlainCredential | undefined>;
}
