import type { Role } from "@sluice/api/roles";

/** All times are milliseconds since 1970 in UTC; all hashes are hexadecimal SHA-256 but for passwords. */
export interface UserRecord {
  readonly id: string;
  /** As it was typed; compared without case. */
  readonly email: string;
  readonly role: Role;
  /** PHC string of Argon2id; null: they come in by single sign-on alone. */
  readonly passwordHash: string | null;
  /** Null: as their browser says. */
  readonly language: "en" | "fr" | null;
  /** Null: they may come in. */
  readonly disabledAt: number | null;
  readonly createdAt: number;
}

export interface SessionRecord {
  readonly id: string;
  readonly userId: string;
  /** The browser's `User-Agent`. */
  readonly agent: string;
  /** Of its last call. */
  readonly address: string;
  readonly lastSeenAt: number;
  readonly createdAt: number;
  readonly expiresAt: number;
}

export interface TokenRecord {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly prefix: string;
  /** Whose it is; null: made on the command line. */
  readonly createdBy: string | null;
  readonly createdAt: number;
  readonly lastUsedAt: number | null;
  readonly expiresAt: number | null;
}

export interface InvitationRecord {
  readonly id: string;
  readonly email: string;
  readonly role: Role;
  /** Address of who invited; null: a token of the command line. */
  readonly invitedBy: string | null;
  readonly createdAt: number;
  readonly expiresAt: number;
}

/** `last-owner`: nothing was done, since nobody would be left who may do everything. */
export type PeopleChange = "done" | "not-found" | "last-owner";

export interface UsersStore {
  count(): Promise<number>;
  /** False: another user has this address. */
  create(user: UserRecord): Promise<boolean>;
  /** Makes the first user; false when there is one already. Of two at once, one wins. */
  createFirst(user: UserRecord): Promise<boolean>;
  byEmail(email: string): Promise<UserRecord | undefined>;
  byId(id: string): Promise<UserRecord | undefined>;
  /** Oldest first, each with the last call of the sessions that are left. */
  list(): Promise<(UserRecord & { readonly lastSeenAt: number | null })[]>;
  /**
   * Changes the password, ends all sessions of the user but `keep` (its hash) and takes back their link for a new
   * password, together. False: no such user, or with `verified` their password is not that one (its hash) any more.
   */
  setPassword(given: {
    id: string;
    passwordHash: string;
    verified?: string;
    keep?: string;
  }): Promise<boolean>;
  setLanguage(given: { id: string; language: "en" | "fr" | null }): Promise<void>;
  /** Who is no owner any more loses the invitations and the links for new passwords that they made. */
  setRole(given: { id: string; role: Role }): Promise<PeopleChange>;
  /** Disabling (`at`) ends their sessions, their link for a new password and the links and invitations they made; null enables. */
  setDisabled(given: { id: string; at: number | null }): Promise<PeopleChange>;
  /** Takes their sessions, tokens and links along, and the links and invitations that they made. */
  remove(id: string): Promise<PeopleChange>;
}

/** `verified`: the hash of the password that was just proven; undefined: somebody else vouches (single sign-on). */
export type NewSession = SessionRecord & { readonly hash: string; readonly verified: string | undefined };

export interface SessionsStore {
  /**
   * False: at this moment there is no such user, they are disabled, or their password is not the verified one any more.
   * Nobody's change slips in between: either this sees it, or it ends this session.
   */
  create(session: NewSession): Promise<boolean>;
  /** Undefined for what never was, was ended, has expired at `at`, or is somebody's who is disabled. */
  find(given: {
    hash: string;
    at: number;
  }): Promise<{ readonly user: UserRecord; readonly session: SessionRecord } | undefined>;
  seen(given: { hash: string; at: number; address: string }): Promise<void>;
  /** The last seen first. */
  list(given: { userId: string; at: number }): Promise<SessionRecord[]>;
  delete(hash: string): Promise<void>;
  /** False: there is none with this id, or it is somebody else's; without `userId` anybody's. */
  deleteById(given: { id: string; userId?: string }): Promise<boolean>;
  /** All of a user but the one with this hash. */
  deleteOthers(given: { userId: string; keep: string }): Promise<void>;
  /** Removes what expired before `at`. */
  purge(at: number): Promise<void>;
}

/** A token with whose it is; null: made on the command line. */
export type OwnedToken = TokenRecord & { readonly owner: UserRecord | null };

export interface TokensStore {
  create(token: TokenRecord & { readonly hash: string }): Promise<void>;
  /** Undefined for what never was, was revoked, has expired at `at`, or is somebody's who is disabled. */
  find(given: { hash: string; at: number }): Promise<OwnedToken | undefined>;
  used(given: { id: string; at: number }): Promise<void>;
  /** Newest first; without `userId` everybody's. */
  list(given?: { userId?: string | undefined }): Promise<OwnedToken[]>;
  /** False: there is none with this id, or it is somebody else's; without `userId` anybody's. */
  delete(given: { id: string; userId?: string | undefined }): Promise<boolean>;
}

export interface InvitationsStore {
  /** Replaces what there was for this address. */
  put(invitation: InvitationRecord & { readonly hash: string }): Promise<void>;
  /** Newest first, those that have expired too. */
  list(): Promise<InvitationRecord[]>;
  /** Undefined for what never was, was withdrawn or used, or has expired at `at`. */
  find(given: { hash: string; at: number }): Promise<InvitationRecord | undefined>;
  byEmail(given: { email: string; at: number }): Promise<InvitationRecord | undefined>;
  /**
   * Makes the user and uses the invitation up, together. `gone`: it has been used or withdrawn meanwhile; `taken`: there
   * is an account with this address.
   */
  accept(given: { id: string; user: UserRecord }): Promise<"done" | "gone" | "taken">;
  /** False: there is none with this id. */
  delete(id: string): Promise<boolean>;
}

export interface PasswordResetsStore {
  /** Replaces what there was for this user. `madeBy`: the owner who made it, with whose role it ends; null: nobody did. */
  put(given: { userId: string; hash: string; madeBy: string | null; expiresAt: number }): Promise<void>;
  /** Sets the password, ends all sessions and uses the link up, together; undefined: there is no such link at `at`. */
  use(given: { hash: string; at: number; passwordHash: string }): Promise<string | undefined>;
  /** Whether there is such a link at `at`. */
  has(given: { hash: string; at: number }): Promise<boolean>;
}

/** Who may call the API. Statements only: policy stands in `accounts/`. */
export interface AccountsStore {
  readonly users: UsersStore;
  readonly sessions: SessionsStore;
  readonly tokens: TokensStore;
  readonly invitations: InvitationsStore;
  readonly passwordResets: PasswordResetsStore;
}
