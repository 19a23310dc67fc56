import type { CredentialType } from "@sluice/workflow/node-contract";
import type { ReferringDocument } from "../database/referring.ts";

/** A credential with its secret encrypted. Times are milliseconds since 1970 in UTC. */
export interface CredentialRecord {
  readonly id: string;
  readonly name: string;
  readonly type: CredentialType;
  /** What may be seen of it: the user name, the header's or parameter's name, a server as JSON; null: nothing. */
  readonly shown: string | null;
  /** Where it may be sent; empty: anywhere. */
  readonly hosts: readonly string[];
  /** Which key its secret was encrypted with. */
  readonly keyId: string;
  readonly nonce: Uint8Array;
  /** Ciphertext with its authentication tag at the end. */
  readonly ciphertext: Uint8Array;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** Credentials of the whole instance. Statements only: policy stands in `credentials/`. */
export interface CredentialsStore {
  /** False: another one has this name (compared without case). */
  create(record: CredentialRecord): Promise<boolean>;
  get(id: string): Promise<CredentialRecord | undefined>;
  /** By name. */
  list(): Promise<CredentialRecord[]>;
  /** Ids of all there are. */
  ids(): Promise<ReadonlySet<string>>;
  /** Replaces everything but when it was made. */
  update(record: CredentialRecord): Promise<"updated" | "missing" | "name-taken">;
  /** False: there is none with this id. */
  delete(id: string): Promise<boolean>;
  /** Drafts and published versions, of workflows that are not in the trash, that refer to any credential. */
  referring(): Promise<ReferringDocument[]>;
}
