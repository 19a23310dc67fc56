/** The tables that hold encrypted values: all that a new key has to reach. `store.cases.ts` proves that none is missing. */
export const sealedTables = ["secrets", "credentials", "subscriptions", "oauth_grants"] as const;
/** Encrypted for some minutes only: a new key ends what stands there, and whoever is on the way to a provider begins anew. */
export const passingTables = ["oauth_requests"] as const;
export type SealedTable = (typeof sealedTables)[number];

/** An encrypted value and what it is bound to. */
export interface SealedRow {
  readonly table: SealedTable;
  /** Of `oauth_grants`: the credential's. */
  readonly id: string;
  readonly keyId: string;
  readonly nonce: Uint8Array;
  /** Ciphertext with its authentication tag at the end. */
  readonly ciphertext: Uint8Array;
  /** Of `secrets`: workflow, node and field. Of `credentials`: the type. Of `subscriptions` and `oauth_grants`: nothing more. */
  readonly owner: readonly string[];
}

export interface NewKey {
  readonly id: string;
  readonly check: Uint8Array;
}

/** Everything that is encrypted, for the one who changes the key while no server runs. */
export interface SealedStore {
  all(): Promise<SealedRow[]>;
  /** Ids of the keys that this database is used with. */
  keyIds(): Promise<string[]>;
  /**
   * Deletes the rows of `passingTables` and replaces every value by what it is under the new key, which is from then on the only one known: all of it or nothing.
   * `changed`: something that is encrypted is not among the rows, or has changed since; `running`: a process has given a sign of
   * life, and none can until this is over. Nothing was written then.
   */
  replace(given: {
    readonly rows: readonly Pick<SealedRow, "table" | "id" | "nonce" | "ciphertext">[];
    /** The nonces they had, in the same order: who wrote meanwhile has changed them. */
    readonly before: readonly Uint8Array[];
    readonly newKey: NewKey;
    readonly at: number;
  }): Promise<"replaced" | "changed" | "running">;
  /** Steps that wait for a call of a URL that was signed with the key. */
  openUrls(): Promise<number>;
  /** Processes that have given a sign of life, and when the last one's lease is over; on SQLite the folder's lock tells. */
  processes(): Promise<{ readonly count: number; readonly untilMs: number }>;
}

/** The tokens of a grant; none where none have come. */
export function sealedGrant(row: {
  readonly credentialId: string;
  readonly keyId: string | null;
  readonly nonce: Uint8Array | null;
  readonly ciphertext: Uint8Array | null;
}): SealedRow[] {
  const { credentialId: id, keyId, nonce, ciphertext } = row;
  if (keyId === null || nonce === null || ciphertext === null) return [];
  return [sealedRow("oauth_grants", { id, keyId, nonce, ciphertext }, [])];
}

/** How a table's rows are told apart from what they are bound to. */
export function sealedRow(
  table: SealedTable,
  row: Omit<SealedRow, "table" | "owner">,
  owner: readonly string[],
): SealedRow {
  const { id, keyId, nonce, ciphertext } = row;
  return { table, id, keyId, nonce, ciphertext, owner };
}
