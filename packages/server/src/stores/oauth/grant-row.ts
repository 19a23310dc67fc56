import type { GrantRecord, NewTokens } from "./store.ts";

interface GrantRow {
  readonly credentialId: string;
  readonly version: number;
  readonly connectedAs: string | null;
  readonly scope: string | null;
  readonly expiresAt: number | null;
  readonly renewable: boolean;
  readonly connectedAt: number | null;
  readonly renewedAt: number | null;
  readonly keyId: string | null;
  readonly nonce: Buffer | null;
  readonly ciphertext: Buffer | null;
  readonly broken: boolean;
  readonly error: string | null;
  readonly errorMessage: string | null;
  readonly errorAt: number | null;
}

export function toGrant(row: GrantRow): GrantRecord {
  const { credentialId, version, connectedAs, scope, expiresAt, renewable, connectedAt, renewedAt } = row;
  const { keyId, nonce, ciphertext, broken, error, errorMessage, errorAt } = row;
  return {
    ...{ credentialId, version, connectedAs, scope, expiresAt, renewable, connectedAt, renewedAt, broken },
    sealed:
      keyId === null || nonce === null || ciphertext === null ? undefined : { keyId, nonce, ciphertext },
    failure:
      error === null || errorAt === null ? undefined : { error, message: errorMessage ?? "", at: errorAt },
  };
}

/** A row that holds no tokens yet. */
export function emptyGrant(credentialId: string) {
  return { credentialId, version: 0, renewable: false, broken: false };
}

/** The columns of a grant that is forgotten; its version is raised, so that tokens that were asked for before do not come back. */
export const forgottenColumns = {
  ...{
    connectedAs: null,
    scope: null,
    expiresAt: null,
    renewable: false,
    connectedAt: null,
    renewedAt: null,
  },
  ...{ keyId: null, nonce: null, ciphertext: null, broken: false },
  ...{ error: null, errorMessage: null, errorAt: null, renewingBy: null, renewingUntil: null },
} as const;

/** The columns that new tokens set: what went wrong before is over, and nobody asks any more. */
export function tokenColumns({ scope, expiresAt, renewable, sealed, at }: NewTokens) {
  return {
    ...{ scope, expiresAt, renewable, keyId: sealed.keyId, renewedAt: at, broken: false },
    ...{ nonce: Buffer.from(sealed.nonce), ciphertext: Buffer.from(sealed.ciphertext) },
    ...{ error: null, errorMessage: null, errorAt: null, renewingBy: null, renewingUntil: null },
  };
}
