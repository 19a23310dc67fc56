/** All times are milliseconds since 1970 in UTC; all hashes are hexadecimal SHA-256 but for passwords. */
export interface UserRecord {
  readonly id: string;
  /** As it was typed; compared without case. */
  readonly email: string;
  readonly role: "owner";
  /** PHC string of Argon2id. */
  readonly passwordHash: string;
  readonly createdAt: number;
}

export interface SessionRecord {
  readonly user: UserRecord;
  readonly expiresAt: number;
}

export interface TokenRecord {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly prefix: string;
  /** Who made it; null: the command line. */
  readonly createdBy: string | null;
  readonly createdAt: number;
  readonly lastUsedAt: number | null;
  readonly expiresAt: number | null;
}

export interface UsersStore {
  count(): Promise<number>;
  /** False: another user has this address. */
  create(user: UserRecord): Promise<boolean>;
  /** Makes the first user; false when there is one already. Of two at once, one wins. */
  createFirst(user: UserRecord): Promise<boolean>;
  byEmail(email: string): Promise<UserRecord | undefined>;
  /** Changes the password and ends all sessions of the user, together. False: no such user. */
  setPassword(given: { id: string; passwordHash: string }): Promise<boolean>;
}

export interface SessionsStore {
  create(session: { hash: string; userId: string; createdAt: number; expiresAt: number }): Promise<void>;
  /** Undefined for what never was, was ended, or has expired at `at`. */
  find(given: { hash: string; at: number }): Promise<SessionRecord | undefined>;
  delete(hash: string): Promise<void>;
  /** Removes what expired before `at`. */
  purge(at: number): Promise<void>;
}

export interface TokensStore {
  create(token: TokenRecord & { readonly hash: string }): Promise<void>;
  /** Undefined for what never was, was revoked, or has expired at `at`. */
  find(given: { hash: string; at: number }): Promise<TokenRecord | undefined>;
  used(given: { id: string; at: number }): Promise<void>;
  /** Newest first. */
  list(): Promise<TokenRecord[]>;
  /** False: there is none with this id. */
  delete(id: string): Promise<boolean>;
}

/** Who may call the API. Statements only: policy stands in `accounts/`. */
export interface AccountsStore {
  readonly users: UsersStore;
  readonly sessions: SessionsStore;
  readonly tokens: TokensStore;
}
