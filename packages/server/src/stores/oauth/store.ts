/** An encrypted value, as it is stored. */
interface SealedTokens {
  readonly keyId: string;
  readonly nonce: Uint8Array;
  /** Ciphertext with its authentication tag at the end. */
  readonly ciphertext: Uint8Array;
}

export interface GrantFailure {
  /** The provider's error (`invalid_grant`) or a code of ours. */
  readonly error: string;
  readonly message: string;
  readonly at: number;
}

/** What a provider has granted to a credential. Times are milliseconds since 1970 in UTC. */
export interface GrantRecord {
  readonly credentialId: string;
  /** Raised with every set of tokens, and when they are forgotten; 0: there was none yet. */
  readonly version: number;
  readonly connectedAs: string | null;
  readonly scope: string | null;
  readonly expiresAt: number | null;
  readonly renewable: boolean;
  readonly connectedAt: number | null;
  readonly renewedAt: number | null;
  /** Undefined: there are none. */
  readonly sealed: SealedTokens | undefined;
  /** A person has to connect again. */
  readonly broken: boolean;
  readonly failure: GrantFailure | undefined;
}

/** A set of tokens that has come. */
export interface NewTokens {
  readonly credentialId: string;
  readonly scope: string | null;
  readonly expiresAt: number | null;
  readonly renewable: boolean;
  readonly sealed: SealedTokens;
  readonly at: number;
}

/** Somebody who has been sent to a provider. */
export interface ConnectRequest extends SealedTokens {
  readonly stateHash: string;
  readonly credentialId: string;
  readonly sessionHash: string;
  readonly redirectUrl: string;
  readonly expiresAt: number;
}

/** Tokens of credentials that renew themselves. Statements only: policy stands in `oauth/`. */
export interface OAuthStore {
  get(credentialId: string): Promise<GrantRecord | undefined>;
  list(): Promise<GrantRecord[]>;
  /**
   * The right to ask the provider, which one caller of all processes has at a time: given when nobody has it (or had it
   * until before `now`) and the tokens are still those of `version`.
   */
  claim(given: {
    credentialId: string;
    version: number;
    by: string;
    now: number;
    until: number;
  }): Promise<boolean>;
  /** Stores tokens that were asked for at `version`. False: others have come meanwhile, or the credential is gone. */
  renewed(given: NewTokens & { readonly version: number }): Promise<boolean>;
  /** Stores tokens that a person has asked for, in place of any. False: the credential is gone. */
  connected(given: NewTokens & { readonly connectedAs: string | null }): Promise<boolean>;
  /** Notes what went wrong and gives the right back. What came of another set of tokens (`version`) is left out. */
  failed(given: {
    credentialId: string;
    version: number | undefined;
    failure: GrantFailure;
    broken: boolean;
  }): Promise<void>;
  /** Deletes the tokens, and raises the version: those that somebody asks for at this moment are not stored. */
  forget(credentialId: string): Promise<void>;
  addRequest(request: ConnectRequest, now: number): Promise<void>;
  /** Takes a request out: once, and for the session that began it. */
  takeRequest(given: { stateHash: string; sessionHash: string }): Promise<ConnectRequest | undefined>;
}
