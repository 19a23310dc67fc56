/** An encrypted value and whom it belongs to. A reference is good in this workflow, node and field only. */
export interface SecretRecord {
  readonly id: string;
  readonly workflowId: string;
  /** The node's key, or `trigger`. */
  readonly node: string;
  /** The field's path in the config. */
  readonly field: string;
  /** Which key it was encrypted with. */
  readonly keyId: string;
  readonly nonce: Uint8Array;
  /** Ciphertext with its authentication tag at the end. */
  readonly ciphertext: Uint8Array;
  readonly createdAt: number;
}

/** Reads secrets; they are written and removed together with the documents that refer to them (stores/workflows). */
export interface SecretsStore {
  get(id: string): Promise<SecretRecord | undefined>;
  ofWorkflow(workflowId: string): Promise<SecretRecord[]>;
  /** The check value of a key that has been used on this database before. */
  keyCheck(keyId: string): Promise<Uint8Array | undefined>;
  /** All keys that have been used on this database. */
  keyIds(): Promise<string[]>;
  /** Remembers the check value of the first key of this database. Where one is known already, of whichever key, nothing is written. */
  rememberKey(input: { keyId: string; check: Uint8Array; at: number }): Promise<void>;
}
